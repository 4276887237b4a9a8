### Donner : campagnes, dons, reçus.

money-donation = Donné par un donateur
money-donation-refund = Don rendu
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
donate-not-taking = Cette association ne reçoit pas de dons ici en ce moment.
donate-expired-title = Ce don n’a pas été fait à temps
donate-expired = Recommencez sur la page de la campagne.
donate-to-campaign = Vers la campagne
donate-in = Donner en { $currency }
donate-too-small = Le don le plus petit est de { $least }.
donate-too-large = Le don le plus grand par carte est de { $most }. Pour davantage, écrivez à l’association.
donate-details-title = Votre don
donate-amount = Montant
donate-email = Adresse e-mail pour le reçu
donate-name = Nom sur le reçu
donate-name-needed = Un reçu porte un nom.
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
