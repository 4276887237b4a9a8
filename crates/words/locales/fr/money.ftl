### L’argent une fois encaissé : litiges, virements, livres de la boutique.

## Litiges

dispute-title = Litiges
dispute-one = Litige sur la commande { $number }
dispute-none = Aucune banque n’a repris de paiement.
dispute-none-text = Quand la banque d’un acheteur reprend un paiement, il figure ici avec le délai pour répondre.
dispute-col-due = Répondre avant
dispute-answered = La réponse est envoyée à la banque.
dispute-accepted = Le litige est accepté.
dispute-tag = En litige
todo-disputes = { $count ->
    [one] litige à traiter
   *[other] litiges à traiter
}
dispute-state-inquiry = La banque demande
dispute-state-waiting = À traiter
dispute-state-under-review = La banque décide
dispute-state-won = Gagné
dispute-state-lost = Perdu
dispute-state-closed = Clos
dispute-state-inquiry-text = La banque de l’acheteur demande des précisions sur ce paiement. Rien n’a été repris. Répondez, ou rendez l’argent ; sans réponse, un litige s’ouvre souvent.
dispute-state-waiting-text = La banque de l’acheteur a repris l’argent et vous écoute jusqu’à l’échéance. Sans réponse, l’argent reste à l’acheteur.
dispute-state-inquiry-review-text = La banque de l’acheteur a votre réponse. Rien n’a été repris.
dispute-state-under-review-text = La banque de l’acheteur a votre réponse et décide. Cela prend jusqu’à trois mois.
dispute-state-won-text = La banque vous a donné raison. L’argent est de nouveau chez vous.
dispute-state-lost-text = La banque a donné raison à l’acheteur. L’argent reste à l’acheteur ; ne remboursez pas la commande en plus.
dispute-state-closed-text = La banque a demandé, et en est restée là. Rien n’a été repris.
dispute-reason-fraudulent = Payé par quelqu’un d’autre
dispute-reason-unrecognized = Paiement non reconnu
dispute-reason-not-received = Rien n’est arrivé
dispute-reason-not-as-described = Non conforme
dispute-reason-credit-not-processed = Remboursement manquant
dispute-reason-duplicate = Payé deux fois
dispute-reason-canceled = Annulé avant
dispute-reason-other = Autre raison
dispute-reason-fraudulent-text = Le titulaire de la carte dit que ce n’est pas lui qui a payé.
dispute-reason-unrecognized-text = L’acheteur ne reconnaît pas le paiement sur son relevé.
dispute-reason-not-received-text = L’acheteur dit que la marchandise n’est pas arrivée.
dispute-reason-not-as-described-text = L’acheteur dit que la marchandise est abîmée ou n’est pas celle décrite.
dispute-reason-credit-not-processed-text = L’acheteur dit qu’un remboursement promis n’est pas venu.
dispute-reason-duplicate-text = L’acheteur dit avoir payé deux fois la même chose.
dispute-reason-canceled-text = L’acheteur dit que la commande était annulée avant d’être débitée.
dispute-reason-other-text = La banque n’a donné aucune raison plus précise.
dispute-evidence-who = Ce qui aide : vos messages avec l’acheteur, des commandes antérieures à la même adresse, une livraison chez l’acheteur.
dispute-evidence-delivery = Ce qui aide : le numéro du transporteur, le jour de la livraison, une signature ou une photo.
dispute-evidence-goods = Ce qui aide : ce que disait la page du produit, ce que vous vous êtes écrit, ce que vous avez proposé.
dispute-evidence-credit = Ce qui aide : le jour et le montant du remboursement, ou pourquoi vos conditions n’en prévoyaient pas.
dispute-evidence-duplicate = Ce qui aide : à quoi correspondaient les deux paiements, et que les deux ont été livrés.
dispute-evidence-canceled = Ce qui aide : quand la commande a été annulée, si elle l’a été, et ce qui était déjà parti.
dispute-evidence-other = Ce qui aide : ce qui a été commandé, quand c’est parti, comment c’est arrivé, ce que vous vous êtes écrit.
dispute-fact-reason = Ce que dit la banque
dispute-fact-amount = Montant
dispute-fact-opened = Ouvert
dispute-fact-due = Répondre avant
dispute-fact-closed = Terminé
dispute-fact-order = Commande
dispute-past-due = Le délai pour répondre est passé
dispute-answer-title = Répondre à la banque
dispute-answer-text = L’acheteur, l’adresse, la marchandise et le premier colis de la commande sont joints. L’envoi n’est possible qu’une fois. Documents et images ne se déposent que sur les pages de votre prestataire de paiement.
dispute-answer-label = Ce qui s’est passé
dispute-answer-button = Envoyer à la banque
dispute-answer-empty = Écrivez ce qui s’est passé.
dispute-answer-too-long = Trop long. Les banques lisent au plus { $count } caractères.
dispute-answer-over = Une réponse a déjà été envoyée, ou le délai est passé.
dispute-answer-provider = Le prestataire de paiement est injoignable. Rien n’est parti ; réessayez.
dispute-answer-yours = Votre réponse
dispute-accept-title = Accepter
dispute-accept-text = L’acheteur garde l’argent et le litige s’arrête. C’est définitif, et les frais du litige restent dus.
dispute-accept-button = Accepter le litige
dispute-order-notice = La banque d’un acheteur conteste ce paiement
dispute-order-link = Ouvrir le litige
dispute-refund-held = La banque de l’acheteur retient { $held } dans un litige. Au plus { $left } peut encore être remboursé.
dispute-cancel-held = La banque de l’acheteur retient l’argent dans un litige : c’est par là qu’il revient. Répondez au litige ou acceptez-le.
dispute-console-text = Litiges en cours de toutes les boutiques et associations.
money-dispute-fee-back = Frais du litige, rendus
job-look-at-dispute = Examiner un litige
act-dispute-answer = Réponse à un litige
act-dispute-accept = Litige accepté
act-payee-connect = Compte connecté
act-payee-key = Clé propre apportée
act-payee-disconnect = Compte déconnecté

## Le livre

books-title = Argent
books-text = Mouvements { $range }, en jours à l’heure de { $zone }.
books-text-all = Tout depuis le début, à l’heure de { $zone }.
books-all = Tout
books-out-of-reach = Un compte est hors d’atteinte
books-out-of-reach-text = { $count ->
    [0] Ce serveur n’atteint plus le compte { $account }. Ce qui y bouge n’est pas dans ces livres.
    [one] Ce serveur n’atteint plus le compte { $account }. { $count } commande qui y a été payée ne peut être remboursée que sur les pages du prestataire, et ce qui y bouge n’est pas dans ces livres.
   *[other] Ce serveur n’atteint plus le compte { $account }. { $count } commandes qui y ont été payées ne peuvent être remboursées que sur les pages du prestataire, et ce qui y bouge n’est pas dans ces livres.
}
books-empty = Rien n’a encore bougé : l’argent est encaissé une fois le délai d’annulation passé.
books-sales = Payé par les acheteurs
books-refunds = Rendu
books-fees = Frais
books-balance = Solde
books-other = Hors commandes
books-balance-text = ce que le prestataire détient pour vous ; ce qui y bouge hors commandes compte une fois viré
books-lines = Tous les mouvements
books-what = Mouvement
money-payout-taken = Prélevé à la banque
money-other-in = Entré hors commandes
money-other-out = Sorti hors commandes
job-look-at-payout = Examiner un virement

## Virements

payouts-title = Virements
payouts-text = Ce que le prestataire de paiement a envoyé à votre banque, comparé ligne à ligne avec ces livres.
payouts-text-shared = Toutes les boutiques de ce serveur sont payées sur un seul compte. Voici ce que le prestataire de paiement a envoyé à la banque de l’exploitant du serveur, chaque virement comparé ligne à ligne avec ces livres.
payout-one = Virement du { $date }
payout-arrives = À la banque
payout-left = Envoyé
payout-compared = Comparé aux livres
payout-state-pending = En route
payout-state-paid = Arrivé
payout-state-failed = Renvoyé
payout-state-canceled = Annulé
payout-agrees = Au centime près
payout-agrees-text = Chaque ligne du prestataire figure dans ces livres pour le même montant.
payout-differs = Écart de { $amount }
payout-differs-text = Les lignes ci-dessous montrent où. Ce qui n’appartient à aucune commande de cette boutique vient d’ailleurs sur le même compte et figure dans les livres comme mouvement hors commandes.
payout-by-hand = Fait à la main
payout-by-hand-text = Le prestataire ne dit pas de quoi se compose un virement fait à la main ; il ne peut pas être comparé ligne à ligne.
payout-yours = Votre part
payout-total = Avec d’autres boutiques
payout-reference = Nom chez le prestataire
payout-failure = Pourquoi il est revenu
payout-failure-told = Le prestataire de paiement dit : « { $words } »
payout-failure-account-closed = Le compte bancaire est clos.
payout-failure-account-frozen = Le compte bancaire est bloqué.
payout-failure-account-restricted = Le compte bancaire n’accepte pas ce type de virement.
payout-failure-owner-changed = Le compte bancaire a changé de titulaire : il faut le confirmer à nouveau chez le prestataire de paiement.
payout-failure-no-account = La banque ne connaît pas ce compte.
payout-failure-wrong-number = Le numéro du compte bancaire est faux.
payout-failure-wrong-holder = Le nom indiqué au prestataire de paiement n’est pas celui du compte bancaire.
payout-failure-wrong-currency = Le compte bancaire n’accepte pas cette devise.
payout-failure-not-authorized = La banque ne laisse pas le prestataire de paiement prélever sur le compte.
payout-failure-too-little = Il n’y avait pas assez d’argent sur le compte.
payout-failure-declined = La banque a refusé sans dire pourquoi.
payout-lines = De quoi il se compose
payout-told = Prestataire
payout-booked = Ces livres
payout-difference = Écart
payout-line-charge = Payé par l’acheteur, moins les frais
payout-line-returned = Un virement revenu
payout-line-fee = Frais du prestataire
payout-line-other = Autre chose

## Paiements sans commande

orphans-title = Paiements sans commande
orphans-text = Paiements chez le prestataire qui portent le nom de ce serveur et n’appartiennent à aucune commande ici. Ce qui est réservé est libéré, ce qui a été encaissé est rendu.
orphans-none = Il n’y en a jamais eu.
orphan-found = En cours
orphan-voided = Libéré
orphan-refunded = Rendu
dispute-none-open = Aucun litige n’est ouvert.
