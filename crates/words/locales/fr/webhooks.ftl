### Dire aux programmes d'une boutique ce qui se passe.

webhooks-title = Webhooks
webhooks-text = Votre propre programme peut être prévenu de chaque commande au fil des événements : payée, expédiée, remboursée, annulée. Donnez l’adresse où il écoute. Chaque message est signé, pour que votre programme sache qu’il vient d’ici.
webhook-text = Ce que cette adresse reçoit, ce qu’elle a répondu, et ce qui attend.
webhook-new = Nouveau webhook
webhook-url = Adresse
webhook-url-hint = Votre programme écoute ici. Elle commence par https:// et se trouve sur l’internet public.
webhook-url-plain = L’adresse doit commencer par https://, car les messages contiennent ce que vos acheteurs vous ont dit.
webhook-no-event = Choisissez au moins une chose à lui dire.
webhook-too-many = Une boutique peut avoir dix webhooks au plus. Retirez-en un d’abord.
webhook-sealed = Le secret de ce webhook ne s’ouvre plus. Donnez-lui un nouveau secret.
webhook-secret-once = Le secret qui signe les messages vers cette adresse ne s’affiche que maintenant. Gardez-le en lieu sûr.
webhook-secret-rotated = Voici le nouveau secret, affiché seulement maintenant. L’ancien signe à côté de lui pendant 24 heures.
webhook-placed = Vous avez une nouvelle commande
webhook-canceled = Une commande est annulée
webhook-refunded = De l’argent a été rendu
webhook-shipped = Un colis est parti
webhook-delivered = Un colis est arrivé
webhook-requested = Un acheteur demande quelque chose
webhook-send = Envoyer les messages à cette adresse
webhook-send-hint = Tant que la case n’est pas cochée, ce qui se passe attend, jusqu’à 30 jours.
webhook-on = Actif
webhook-paused = En pause
webhook-stopped = Arrêté : il a répondu qu’il n’existe plus
webhook-waiting = En attente
webhook-waiting-since = { $count }, depuis le { $date }
webhook-of-day = Non reçus en 24 heures
webhook-refused-of = { $refused } sur { $tried }
webhook-last-failure = Dernier échec
webhook-last-success = Dernier message reçu le { $date }
webhook-last-taken = Dernier message reçu
webhook-no-success = Aucun message reçu pour l’instant
webhook-ping = Envoyer un message de test
webhook-ping-taken = Votre programme a reçu le message de test.
webhook-ping-refused = Votre programme n’a pas accepté le message de test.
webhook-rotate = Nouveau secret
webhook-resend-failed = { $count ->
    [one] Renvoyer celui qui a échoué
   *[other] Renvoyer les { $count } qui ont échoué
}
webhook-messages = Derniers messages
webhook-message = Message
webhook-message-waiting = En attente
webhook-message-delivered = Reçu
webhook-message-failed = Abandonné
webhook-answer = Réponse
webhook-replay = Renvoyer
webhook-span = Tout depuis
webhook-span-hour = la dernière heure
webhook-span-day = les dernières 24 heures
webhook-span-week = les 7 derniers jours
webhook-span-month = les 30 derniers jours
webhook-sent-again = L’envoi reprend.
webhook-stopped-first = Ce webhook est arrêté. Activez-le d’abord.
scope-webhooks-read = Voir les webhooks et leurs messages
scope-webhooks-write = Configurer les webhooks : qui a cette clé peut faire envoyer vos commandes n’importe où
act-webhook-make = Webhook créé
act-webhook-change = Webhook modifié
act-webhook-rotate = Nouveau secret donné à un webhook
act-webhook-remove = Webhook retiré
act-webhook-resend = Messages d’un webhook renvoyés
log-messages = { $count ->
    [one] un message
   *[other] { $count } messages
}
job-webhook-event = Noter qui prévenir d’une commande
job-tell-webhook = Envoyer des messages à un webhook
act-channel-push = Produits envoyés par votre programme
act-order-reference = Numéro dans vos livres
log-products = { $count ->
    [one] un produit
   *[other] { $count } produits
}
