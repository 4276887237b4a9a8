### La console : là où travaille l’administrateur du serveur.

console-title = Console
console-overview = Vue d’ensemble
console-merchants = Commerçants
console-reports = Signalements
console-money = Argent
console-switches = Arrêts d’urgence
console-queue = File d’attente
console-settings = Réglages
console-log = Journal
console-switched-off = { $count ->
    [one] Tout fonctionne, mais { $count } interrupteur est actionné : l’achat y est fermé.
   *[other] Tout fonctionne, mais { $count } interrupteurs sont actionnés : l’achat y est fermé.
}
todo-switched = { $count ->
    [one] interrupteur actionné
   *[other] interrupteurs actionnés
}
console-all-well = Tout fonctionne.
console-needs-you = { $count ->
    [one] { $count } point demande votre attention
   *[other] { $count } points demandent votre attention
}

## Commerçants

merchants-title = Commerçants
merchants-empty = Aucun commerçant pour l’instant.
merchants-search = Nom, identifiant ou e-mail
merchants-waiting = { $count ->
    [one] { $count } commerçant attend d’être vérifié
   *[other] { $count } commerçants attendent d’être vérifiés
}
merchant-state-new = Nouveau
merchant-state-waiting = En attente
merchant-state-verified = Vérifié
merchant-state-limited = Limité
merchant-state-suspended = Suspendu
merchant-verify = Vérifier
merchant-verify-ask = Vérifier { $merchant } ? Ses publications pourront porter des cartes d’achat.
merchant-verified = { $merchant } : boutique vérifiée.
merchant-limit = Limiter
merchant-limit-explained = Reste visible de ses abonnés, disparaît des listes publiques
merchant-suspend = Suspendre
merchant-suspend-ask = Suspendre { $merchant } ? Ses cartes ferment aussitôt ; les commandes en cours se poursuivent.
merchant-suspended = { $merchant } : boutique suspendue.
merchant-restore = Rétablir
merchant-restored = { $merchant } : boutique rétablie.
merchant-sales-30 = Ventes en 30 jours
merchant-refund-rate = Taux de remboursement
merchant-since = Depuis le { $date }

## Signalements

reports-title = Signalements
reports-empty = Aucun signalement ouvert.
report-from = Signalé par { $name }
report-about = Concerne { $name }
report-reason = Motif
report-dismiss = Classer sans suite
report-remove-post = Retirer la publication
report-suspend-author = Suspendre l’auteur
report-resolved = Traité par { $name } { $ago }

## Arrêts d’urgence

switches-title = Arrêts d’urgence
switches-explained = Un arrêt ferme les achats aussitôt, sur toutes les pages. Les commandes en cours se poursuivent.
switch-server = Tout le serveur
switch-merchant = Un commerçant
switch-offer = Une offre
switch-on = Les achats sont ouverts
switch-off = Les achats sont fermés
switch-close = Fermer les achats
switch-open = Ouvrir les achats
switch-close-ask = Fermer les achats pour { $what } ?
switch-reason = Pourquoi, pour le journal

## File d’attente

queue-title = File d’attente
queue-waiting = { $count ->
    [one] { $count } tâche en attente
   *[other] { $count } tâches en attente
}
queue-oldest = La plus ancienne attend depuis { $duration }
queue-empty = Rien n’attend.
queue-dead = Abandonnées
queue-dead-empty = Rien n’a été abandonné.
queue-dead-count = { $count ->
    [one] { $count } tâche abandonnée
   *[other] { $count } tâches abandonnées
}
queue-job = Tâche
queue-attempts = Essais
queue-last-error = Dernière erreur
queue-next-try = Prochain essai { $when }
queue-resend = Corriger et renvoyer
queue-resent = Un nouvel essai est en cours.
queue-refund-not-so-much = Il reste moins que cela de ce qui a été payé. Choisissez à la commande ce qu’il faut rendre.
queue-discard = Jeter
queue-discard-ask = Jeter cette tâche ? Ce qu’elle devait faire ne se fera pas.

## Réglages

csettings-undo-seconds = Délai d’annulation en secondes
csettings-undo-hint = Le temps pendant lequel un acheteur peut annuler ; le paiement est pris à la fin. Enregistré ici, il passe avant celui du démarrage du serveur (--undo-window), même après un redémarrage.
csettings-signup = Qui peut ouvrir un compte
csettings-signup-open = Tout le monde
csettings-signup-closed = Personne
csettings-auto-verify = Vérifier les nouveaux commerçants sans demander
csettings-server-name = Nom du serveur
csettings-contact = Contact de l’administrateur
csettings-saved = Les réglages sont enregistrés.

## Courrier de la démo

sent-mail-title = Courrier envoyé
sent-mail-empty = Aucun e-mail envoyé pour l’instant.
sent-mail-explained = La démo n’envoie pas d’e-mails ; elle les montre ici.
sent-mail-to = À
sent-mail-subject = Objet
sent-mail-text = Texte
sent-mail-html = Tel qu’affiché

console-health = Santé
queue-kinds = En attente
queue-resend-all = Tout renvoyer
merchant-limit-ask = Il prend au plus tant de commandes par jour et n’ajoute plus de cartes Acheter.
merchant-limit-orders = Commandes par jour
merchant-limit-invalid = Indiquez un nombre de commandes entre 1 et { $max }.
todo-verify = { $count ->
    [one] marchand à vérifier
   *[other] marchands à vérifier
}
todo-reports = { $count ->
    [one] signalement ouvert
   *[other] signalements ouverts
}
switch-subject = Marchand ou offre
switch-subject-hint = @nom, mer_… ou off_…
switch-subject-unknown = Ce marchand ou cette offre n’existe pas.
csettings-undo-invalid = Donnez un nombre de secondes de 0 à { $max }.

## Après la vente

health-good = Fonctionne
health-bad = À regarder

payee-takes = Peut être payé
payee-off = Ne peut pas être payé
payee-none = Non connecté
csettings-fee = Retenu sur chaque vente (%)
csettings-fee-hint = Pris sur ce que reçoit le commerçant ; aucun prix ne change. Pour les paiements à venir.
csettings-fee-invalid = Donnez un pourcentage de 0 à { $max }.

## Ouvertures

console-gates = Ouvertures
gates-title = Ouvertures
gates-explained = Pour qui quelque chose de nouveau peut commencer. Ce qui a commencé va à son terme, quoi qu’on ferme ici, et les dons ne dépendent jamais de la vente.
gate-feature = Fonction
gate-state = Maintenant
gate-rules = Règles
gate-buy = Achats
gate-selling = Nouvelles boutiques
gate-donate = Dons
gate-asking = Nouvelles associations
gate-pledges = Dons réguliers
gate-round-up = Arrondi
gate-imports = Fichiers de produits
gate-stopped = Arrêté
gate-resume = Rouvrir
gate-open = Ouvert à tous
gate-closed = Fermé : aucune règle
gate-by-rules = Ouvert selon les règles
gate-no-rules = Il n’y a pas de règle. Tant que la fonction n’est pas ouverte à tous, sans règle elle est fermée à tous.
gate-rules-explained = Une règle suffit ; tout ce qu’elle nomme doit être vrai. Qui a été choisi par une part ou par son nom, et a vu la fonction, la garde tant qu’une règle vaut pour la boutique, le pays et le moment. Heures en UTC.
gate-rule-number = Règle
gate-share = Part des personnes, %
gate-share-hint = Moins de 100 désigne les personnes qui ont un compte : personne d’autre n’est reconnu. Une part plus grande contient les mêmes personnes.
gate-share-wrong = Plus de 0 et au plus 100, comme 5 ou 0,5.
gate-from = Dès (UTC)
gate-until = Jusqu’à (UTC)
gate-when = Quand
gate-merchants = Boutiques
gate-people = Personnes
gate-handles-hint = Leurs identifiants, séparés par des espaces
gate-countries = Pays
gate-countries-hint = Où vont les colis, où vivent les candidats, où sont les associations : des codes comme FR DE
gate-all = toutes
gate-always = toujours
gate-from-when = dès le { $when }
gate-until-when = jusqu’au { $when }
gate-from-until = du { $from } au { $until }
gate-add-rule = Ajouter une règle
gate-drop-rule = Retirer une règle
gate-no-such-rule = Cette règle n’existe plus.
gate-order = La fin doit suivre le début.
gate-over = Elle doit finir plus tard que maintenant.
gate-time-wrong = Un jour et une heure, comme le 1er février 2027 à 9 h.
gate-country-unknown = « { $code } » n’est pas un code de pays.
gate-handle-unknown = Il n’y a pas de @{ $handle } ici.
gate-too-many = { $count ->
    [one] Une règle nomme au plus { $count } boutique, personne ou pays.
   *[other] Une règle nomme au plus { $count } boutiques, personnes ou pays.
}
gate-full = { $count ->
    [one] Une fonction a au plus { $count } règle.
   *[other] Une fonction a au plus { $count } règles.
}
gate-meanwhile = Quelqu’un l’a modifié entre-temps. Regardez ce qui vaut maintenant, puis décidez.
gate-open-to-all = Ouvrir à tous
gate-restrict = Ouvrir selon les règles seulement
gate-stop = Arrêter aussitôt, pour tous
gate-auto-stop = Arrêt automatique
gate-auto-stop-hint = Sur les dernières 24 heures. Sans indication, rien ne s’arrête de soi-même.
gate-least = Pas avant tant d’essais
gate-share-needed = Dites à quelle part elle s’arrête : rendus, refusés, ou les deux.
gate-least-wrong = Un nombre entier, au moins 1.
gate-refunded = Remboursé, %
gate-failed = Refusé, %
gate-save = Enregistrer
gate-cohorts = { $count ->
    [one] Le dernier jour
   *[other] Les { $count } derniers jours
}
gate-who = Qui
gate-picked = Choisis par une règle
gate-others = Tous les autres
gate-tried = Essais
gate-done = Aboutis
