### Donner : campagnes, dons, reçus.

money-donation = Donné par un donateur
money-donation-refund = Rendu
money-donation-refund-failed = Don renvoyé par une banque

receipt-title = Reçu de don
receipt-void-title = Reçu de don annulé
receipt-file = recu
receipt-number = Numéro
receipt-issued = Établi le
receipt-given = Donné le
receipt-campaign = Pour
receipt-designation = Affectation
receipt-gift = Don
receipt-cover = Ajouté pour les frais de paiement
receipt-total = Total
receipt-statement = { $nonprofit } a reçu ce don et vous en remercie.
receipt-void-statement = Le don du reçu { $number } a été rendu. Ce reçu est annulé ; le présent document le remplace.
receipt-no-goods = Aucun bien ni service n’a été donné en échange.
receipt-questions = Questions sur ce reçu : { $email }
receipt-mark-copy = COPIE
receipt-mark-void = ANNULÉ
receipt-mark-test = TEST

mail-gift-subject = Merci : { $amount } pour { $nonprofit }
mail-gift-lead = Votre don de { $amount } à { $nonprofit } est arrivé. Il est destiné à « { $campaign } ».
mail-gift-receipt = Votre reçu accompagne ce message. Gardez-le pour votre déclaration d’impôts.
mail-gift-open = Voir votre don
mail-gift-back-subject = { $amount } de { $nonprofit } vous sont rendus
mail-gift-back-lead = { $nonprofit } vous a rendu votre don de { $amount }. Les banques mettent de 5 à 10 jours à l’afficher. Votre reçu est annulé ; le document qui le dit accompagne ce message.

donate-by = Une campagne de
donate-raised = { $raised } donnés
donate-raised-of = { $raised } sur { $goal }
donate-gifts = { $count ->
    [0] pas encore de don
    [one] { $count } don
   *[other] { $count } dons
}
donate-how-much = Combien souhaitez-vous donner ?
donate-other = Un autre montant
donate-other-amount = Votre montant
donate-go = Faire un don
donate-review-first = Vous revoyez tout avant de donner.
donate-designation = Affectation
donate-most-needed = Là où c’est le plus utile
donate-no-designation = Cette campagne n’a pas cette affectation.
donate-newest = Derniers dons
donate-somebody = Quelqu’un
donate-about = Qui demande
donate-checked = En règle auprès du registre quand l’exploitant de ce serveur l’a vérifié, le { $date }.
donate-closed-title = Cette campagne est close
donate-closed = Cette campagne ne reçoit plus de dons.
donate-not-yet = Cette campagne n’a pas commencé.
donate-over = Cette campagne est terminée.
donate-lapsed = Aucun don n’est reçu en ce moment : l’exploitant doit d’abord consulter de nouveau le registre de cette association.
donate-not-taking = Cette association ne reçoit pas de dons ici en ce moment.
donate-nothing-charged = Rien n’a été débité et rien n’est donné. Ce que vous avez écrit est gardé.
donate-expired-title = Ce don n’a pas été fait à temps
donate-expired = Recommencez sur la page de la campagne.
donate-to-campaign = Vers la campagne
donate-in = Donner en { $currency }
donate-too-small = Le don le plus petit est de { $least }.
donate-two-amounts = Vous avez choisi { $chosen } et écrit { $typed }. Choisissez « Un autre montant », ou videz le champ.
donate-currency-gone = Les dons en { $currency } ne sont pas reçus ici. Choisissez de nouveau le montant : il est maintenant dans une autre devise.
donate-designation-gone = Cet usage n’est plus proposé. Choisissez-en un autre.
donate-no-pledges = Les dons réguliers ne sont pas reçus ici en ce moment. Vous pouvez donner une fois.
donate-too-large = Le don le plus grand par carte est de { $most }. Pour davantage, écrivez à l’association.
donate-details-title = Votre don
donate-amount = Montant
donate-email = Adresse e-mail pour le reçu
donate-name = Nom sur le reçu
donate-name-needed = Un reçu porte un nom, de 120 caractères au plus.
donate-address = Adresse postale sur le reçu
donate-address-long = Cette adresse est trop longue.
donate-cover = Ajouter { $cover } pour que tout le don arrive
donate-hide-name = Ne pas montrer mon nom
donate-hide-amount = Ne pas montrer le montant
donate-contact = { $nonprofit } peut m’écrire au sujet de son action
donate-keep = Garder cette carte pour la prochaine fois
donate-receipt-to = Reçu pour
donate-shown = Montré sur la page de la campagne
donate-shown-all = Votre nom et le montant
donate-shown-amount = Le montant sans votre nom
donate-shown-name = Votre nom sans le montant
donate-shown-nothing = Ni votre nom ni le montant
donate-give = Donner { $total }
donate-no-cut = { $nonprofit } reçoit tout, hors les frais du prestataire de paiement ; personne d’autre n’en prend une part.
donate-law = Un don ne s’annule pas ; écrivez à l’association si vous vous êtes trompé.
donate-declined-title = Le don n’a pas été fait
donate-changed-title = Le montant a changé
donate-changed = Il est maintenant de { $total }. Revoyez-le avant de donner.
donate-thanks-title = Merci
donate-thanks = Votre don de { $total } à { $nonprofit } est arrivé.
donate-back-title = Rendu
donate-back = { $nonprofit } a rendu { $total }. Les banques mettent de 5 à 10 jours à l’afficher.
donate-receipt-title = Votre reçu
donate-receipt-open = Reçu { $number } (PDF)
donate-void-open = Avis d’annulation { $number } (PDF)
donate-mail = Il est aussi parti à { $email }.
donate-share = Faites-le savoir
donate-review-title = Vérifier et donner
donate-question = Une question ? Écrivez-leur :
donate-share-post = En parler dans une publication
donate-share-words = J’ai donné pour « { $campaign } ». { $link }
donate-stopped = { $count ->
    [one] Trop de dons ont échoué depuis cet endroit : rien n’a été tenté ni débité. Réessayez dans une minute, ou connectez-vous.
   *[other] Trop de dons ont échoué depuis cet endroit : rien n’a été tenté ni débité. Réessayez dans { $count } minutes, ou connectez-vous.
}
donate-choose-payment = Choisissez comment payer.

## Gifts that donors’ banks take back

gift-dispute-title = Dons contestés
gift-dispute-none-text = Quand la banque d’un donateur reprend un don, il figure ici avec le délai pour répondre.
gift-dispute-one = Litige sur un don à « { $campaign } »
gift-dispute-fact-gift = Don
gift-dispute-col-about = Objet
gift-dispute-state-inquiry-text = La banque du donateur demande des précisions sur ce don. Rien n’a été repris. Répondez, ou rendez le don ; sans réponse, un litige s’ouvre souvent.
gift-dispute-state-waiting-text = La banque du donateur a repris l’argent et vous écoute jusqu’à l’échéance. Sans réponse, l’argent reste au donateur, et le reçu est annulé.
gift-dispute-state-inquiry-review-text = La banque du donateur a votre réponse. Rien n’a été repris.
gift-dispute-state-under-review-text = La banque du donateur a votre réponse et décide. Cela prend jusqu’à trois mois. Le reçu reste valable jusque-là.
gift-dispute-state-lost-text = La banque a donné raison au donateur. L’argent reste au donateur, et le reçu est annulé ; ne rendez pas le don en plus.
gift-dispute-reason-unrecognized-text = Le donateur ne reconnaît pas le don sur son relevé.
gift-dispute-reason-promised-text = Le donateur dit que quelque chose était promis pour ce don, et n’est pas venu ou était autre.
gift-dispute-reason-credit-not-processed-text = Le donateur dit que le don devait être rendu, et ne l’a pas été.
gift-dispute-reason-duplicate-text = Le donateur dit avoir donné deux fois.
gift-dispute-reason-canceled-text = Le donateur dit que le don régulier était arrêté avant d’être prélevé.
gift-dispute-evidence = Ce qui aide : vos messages avec le donateur, des dons antérieurs de la même personne, le reçu et le jour de son envoi, la manière d’arrêter un don régulier.
gift-dispute-answer-text = Le donateur, son adresse de courriel et la collecte sont joints. L’envoi n’est possible qu’une fois. Documents et images ne se déposent que sur les pages de votre prestataire de paiement.
gift-dispute-accept-text = Le donateur garde l’argent et le litige s’arrête. Le reçu est annulé par un autre document. C’est définitif, et les frais du litige restent dus.
gift-dispute-notice = La banque du donateur conteste ce don
gift-dispute-provider = L’ouvrir sur les pages du prestataire
gift-dispute-count = { $count ->
    [one] { $count } don est contesté par la banque de son donateur et attend votre réponse.
   *[other] { $count } dons sont contestés par les banques de leurs donateurs et attendent votre réponse.
}
gift-dispute-go = Voir les dons contestés
gift-taken-back = Repris par la banque du donateur
gift-part-back = Rendu en partie
gift-return-disputed = La banque du donateur retient ce don dans un litige : c’est par là qu’il revient. Répondez au litige ou acceptez-le.
donate-disputed-title = Votre banque demande des précisions sur ce don
donate-disputed = Il a été demandé à votre banque de reprendre { $total }. Rien d’autre n’est attendu de vous ici. Votre reçu reste valable jusqu’à la décision de la banque ; si l’argent vous revient, il est annulé.
donate-taken-back-title = Repris par votre banque
donate-taken-back = Votre banque a repris { $total } de votre don à { $nonprofit }.
donate-part-back = { $total } de votre don ont été rendus. { $left } restent à { $nonprofit }, et un nouveau reçu en fait foi.
receipt-replaces = Remplace le reçu
mail-gift-part-back-lead = { $nonprofit } a rendu { $amount } de votre don. Les banques mettent de 5 à 10 jours à l’afficher. Votre reçu est annulé ; le document qui le dit, et un nouveau reçu pour les { $left } qui restent, accompagnent ce message.
mail-gift-taken-back-subject = Votre banque a repris { $amount } à { $nonprofit }
mail-gift-taken-back-lead = Votre banque a repris votre don de { $amount } à { $nonprofit }. Votre reçu est annulé ; le document qui le dit accompagne ce message. Si vous ne l’avez pas demandé, parlez-en à votre banque.
mail-gift-part-taken-back-lead = Votre banque a repris { $amount } de votre don à { $nonprofit }. Votre reçu est annulé ; le document qui le dit, et un nouveau reçu pour les { $left } qui restent, accompagnent ce message. Si vous ne l’avez pas demandé, parlez-en à votre banque.
mail-gift-inquiry-subject = Une banque demande des précisions sur un don de { $amount }
mail-gift-inquiry-lead = La banque de { $name } demande des précisions sur le don de { $amount } à « { $campaign } ». Rien n’a été repris.
mail-gift-disputed-subject = Un don de { $amount } a été repris par la banque du donateur
mail-gift-disputed-lead = La banque de { $name } a repris { $amount }, donnés à « { $campaign } ».
mail-gift-disputed-due = Répondez depuis votre bureau avant le { $at }. Sans réponse, l’argent reste au donateur.
mail-gift-disputed-pledge = Ce don se répète. Plus rien n’est prélevé tant que le donateur ne le reprend pas.
mail-gift-dispute-ended-subject = Le litige sur un don de { $amount } est terminé
payments-gifts-on-the-way = { $count ->
    [one] { $count } don est encore en cours de paiement. Attendez que son argent soit encaissé.
   *[other] { $count } dons sont encore en cours de paiement. Attendez que leur argent soit encaissé.
}
