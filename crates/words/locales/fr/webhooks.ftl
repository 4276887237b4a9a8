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
webhook-refund-failed = Un remboursement n’a pas atteint son acheteur
webhook-stock-low = Le stock d’un produit est bas
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
quotes-title = Devis
quotes-text = Votre propre programme peut être interrogé au moment de payer : combien vous pouvez livrer, ce que coûtent la livraison et les taxes, ce que vous déduisez. Ce qu’il ne répond pas vient des tableaux d’ici. Chaque question est signée, et ne dit rien de l’acheteur hormis la destination.
quotes-stock = Il dit combien peuvent être livrés
quotes-shipping = Il dit ce que coûte la livraison
quotes-tax = Il dit le montant des taxes
quotes-discounts = Il dit ce qui est déduit
quotes-no-topic = Choisissez au moins une chose à laquelle il répond.
quotes-tax-alone = Les taxes vont avec la livraison, car la taxe sur un colis dépend de son prix.
quotes-deadline = Délai en millisecondes
quotes-deadline-hint = Les acheteurs attendent sa réponse aussi longtemps au plus.
quotes-deadline-wrong = De { $least } à { $most } millisecondes.
quotes-on-failure = Sans réponse à temps
quotes-use-ours = vendre d’après les tableaux d’ici
quotes-refuse = ne rien vendre avant sa réponse
quotes-on = Interroger ce programme
quotes-secret-once = Le secret qui signe les questions ne s’affiche que maintenant. Gardez-le en lieu sûr.
quotes-answered = Réponses en 24 heures
quotes-answered-of = { $answered } sur { $asked }
quotes-late = Sans réponse à temps
quotes-wrong = Réponses fausses
quotes-fell-back = Prix sans sa réponse
line-discount = { $title } : { $amount } de moins par unité
act-quotes-set = Programme de devis configuré
act-quotes-rotate = Nouveau secret donné au programme de devis
act-quotes-remove = Programme de devis retiré
act-channel-push = Produits envoyés par votre programme
act-order-reference = Numéro dans vos livres
log-products = { $count ->
    [one] un produit
   *[other] { $count } produits
}
