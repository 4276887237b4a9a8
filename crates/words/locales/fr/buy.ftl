### Du bouton Acheter à « C’est commandé ».

## Le panneau

buy-title = Acheter
buy-step = Étape { $step } sur { $steps }
buy-step-contact = Contact
buy-step-address = Adresse
buy-step-delivery = Livraison
buy-step-payment = Paiement
buy-step-review = Vérification
buy-close = Fermer ; rien n’est encore commandé
buy-leave-ask = Quitter la commande ? Votre saisie est conservée.
buy-expired-title = Cette commande a expiré
buy-expired-text = Rien n’a été débité et les articles sont de nouveau libres. Vous pouvez recommencer.
buy-start-over = Recommencer
buy-reserved-for = Réservé pour vous pendant { $duration }
buy-test-card-hint = Mode test : utilisez la carte 4242 4242 4242 4242, une date à venir, un code quelconque.

## Produit

buy-choose-variant = Choisissez une variante
buy-quantity = Quantité
buy-quantity-max = Il n’en reste que { $count }

## Contact

buy-email-hint = Pour la confirmation et le suivi de cette commande, rien d’autre
buy-guest = Acheter sans compte
buy-have-account = Vous avez déjà un compte ?
buy-sign-in = Se connecter
buy-marketing = { $merchant } peut m’envoyer ses nouvelles par e-mail
buy-marketing-hint = Vous pouvez arrêter à tout moment.

## Adresse

buy-address-title = Où faut-il livrer ?
buy-address-saved = Adresses enregistrées
buy-address-new = Une autre adresse
buy-address-gone = Cette adresse n’est plus enregistrée. Choisissez-en une autre.
buy-address-save = Enregistrer dans mon compte
buy-address-billing-same = La facture porte la même adresse
buy-address-billing = Adresse de facturation
buy-address-not-served = { $merchant } ne livre pas à cette adresse ({ $country }).

## Livraison

buy-delivery-title = Comment livrer ?
buy-delivery-standard = Standard
buy-delivery-express = Express
buy-delivery-pickup = Retrait à la boutique
buy-delivery-tracked = suivi
buy-delivery-arrives = Arrive { $when }
buy-delivery-free-above = Offerte à partir de { $amount }
buy-delivery-none = Aucune livraison possible à cette adresse.
buy-delivery-digital = Par e-mail, tout de suite

## Paiement

buy-payment-title = Comment souhaitez-vous payer ?
buy-payment-card = Carte bancaire
buy-payment-saved = Cartes enregistrées
buy-payment-new = Une autre carte
buy-payment-save = Garder cette carte pour la prochaine fois
buy-payment-remove = Retirer cette carte
buy-payment-card-ending = { $brand } se terminant par { $last4 }
buy-payment-card-masked = { $brand } •••• { $last4 }
buy-payment-expires = expire fin { $month }/{ $year }
buy-payment-expired = expirée
buy-card-number = Numéro de carte
buy-card-expiry = Date d’expiration
buy-card-expiry-hint = MM/AA
buy-card-code = Code de sécurité
buy-card-code-hint = 3 ou 4 chiffres, sur la carte
buy-card-name = Nom sur la carte
buy-payment-form = Carte bancaire ou autre moyen de paiement
buy-payment-other = Un autre moyen de paiement
buy-payment-typed = Ce que vous venez de saisir
buy-payment-incomplete = Remplissez les informations de paiement.
buy-payment-form-failed = Le formulaire de paiement n’a pas pu être chargé. Vérifiez votre connexion et réessayez ; rien n’a été débité.
buy-payment-needs-script = Une nouvelle carte se saisit dans le formulaire du prestataire de paiement, qui a besoin de JavaScript. Activez-le pour cette page ou choisissez une carte enregistrée.
buy-payment-secure = Votre carte va directement au prestataire de paiement ; personne ici ne la voit.

## Vérification

review-title = Vérifier et payer
review-delivery-to = Livraison à
review-arrives = Arrive
review-payment = Paiement
review-currency = Vous payez en
review-contact = Contact
review-seller = Vendeur
challenge-payee = Payé à
review-line = { $options } · { $quantity } · vendu par { $merchant }
review-returns = Retours
review-returns-days = { $count ->
    [0] Cette boutique ne reprend rien au-delà de ce que la loi impose.
    [one] Retour possible pendant { $count } jour
   *[other] Retour possible pendant { $count } jours
}
review-returns-free = Retour gratuit pendant { $days } jours.
review-undo = Vous pourrez annuler pendant { $duration } après le paiement.
review-policies = Conditions de la boutique { $merchant }
review-returns-of = Retours chez { $merchant }
review-privacy = Confidentialité chez { $merchant }
review-withdrawal = Droit de rétractation : { $days } jours à compter de la livraison, sans motif à donner.
review-price-changed-title = Le total a changé
review-price-changed = Il était de { $old }, il est maintenant de { $new }. Rien n’a été débité. Vérifiez avant de payer.
review-quantity-changed = { $count ->
    [1] Il n’en reste qu’un ; votre commande est ajustée.
   *[other] Il n’en reste que { $count } ; votre commande est ajustée.
}
review-multi-merchant = { $count ->
    [one] Un vendeur, une commande, un paiement.
   *[other] { $count } vendeurs : chacun reçoit sa propre commande et est payé séparément.
}

## Le bouton de paiement. Source : Code de la consommation, article L. 221-14 : la mention « commande avec obligation de paiement ».

pay-button = Payer { $total }
pay-button-eu = Commande avec obligation de paiement – { $total }
buy-plus-shipping = { $total }, livraison en sus
pay-button-free = Passer la commande
pay-button-again = Payer de nouveau { $total }
pay-obligation = Commande avec obligation de paiement.
pay-working = Paiement en cours…
pay-working-long = C’est plus long que d’habitude. Gardez cette page ouverte ; vous ne serez pas débité deux fois.
pay-checking = Nous demandons à votre banque si le paiement est passé. Vous ne serez pas débité deux fois.
pay-safe = Toucher deux fois ou recharger la page ne paie jamais deux fois.

## Authentification

challenge-title = Votre banque demande une confirmation
challenge-text = Confirmez le paiement de { $total } à { $merchant }, puis vous reviendrez ici.
challenge-first-text = { $count ->
    [one] Votre banque demande une fois pour cette carte, puis { $count } boutique est payée.
   *[other] Votre banque demande une fois pour cette carte, puis { $count } boutiques sont payées, chacune de son montant.
}
challenge-bank = Votre banque (jouée par le bac à sable)
challenge-leave = Continuer vers votre banque
challenge-answered = J’ai répondu à ma banque
challenge-confirm = Confirmer
challenge-refuse = Refuser
challenge-failed = Votre banque n’a pas confirmé le paiement. Rien n’a été débité.

## Refus : ce qui s’est passé, et quoi essayer

declined-title = Le paiement n’est pas passé
declined-nothing-charged = Rien n’a été débité et rien n’est commandé. Votre saisie est conservée.
declined-generic = Votre banque a refusé la carte. Essayez-en une autre, ou demandez à votre banque.
declined-insufficient-funds = La provision de cette carte ne suffit pas. Essayez une autre carte, ou un montant plus petit.
declined-expired-card = Cette carte a expiré. Utilisez-en une autre.
declined-incorrect-details = Le numéro, la date ou le code de sécurité est faux. Vérifiez la carte et réessayez.
declined-blocked = Le paiement a été arrêté par sécurité avant d’atteindre votre banque. Patientez quelques minutes, ou essayez une autre carte.
declined-authentication-failed = Votre banque n’a pas pu confirmer que c’est bien vous. Réessayez, ou utilisez une autre carte.
declined-provider-down = Le prestataire de paiement ne répond pas. Rien n’a été débité. Réessayez dans quelques minutes.
declined-timeout = Le prestataire de paiement a trop tardé. Nous vérifions si le paiement est passé ; vous ne serez pas débité deux fois.
declined-try-other = Utiliser une autre carte
declined-try-again = Réessayer

## Commandé

placed-title = C’est commandé
placed-line = Commande { $number } · { $total } · { $merchant }
placed-summary = { $merchant } a votre commande. Vous payez { $total }.
placed-undo-left = Annulable encore { $duration }
placed-undo-until = jusqu’à { $time }
placed-undo = Annuler
placed-undo-over = Le délai d’annulation est passé. Nous transmettons la commande.
placed-passed = { $merchant } a la commande.
placed-ending = Cette commande est en cours d’annulation. Elle prendra fin dès que le prestataire de paiement aura libéré l’argent ; nous vous écrirons.
placed-undo-ask = Annuler la commande { $number } ? Rien ne sera débité.
placed-undone-title = Commande annulée
placed-undone = Rien n’est débité et { $merchant } n’en a rien su. La réservation sur votre carte disparaîtra d’ici quelques jours.
placed-next = Et maintenant
placed-next-mail = Confirmation envoyée à { $email }
placed-next-mail-detail = avec le lien de suivi et d’annulation
placed-next-pack = { $merchant } prépare le colis
placed-next-arrives = Arrive { $when }
placed-next-question = Une question ? Écrire à la boutique
placed-next-reply-time = Répond d’habitude en { $duration }
placed-keep-reading = Continuer la lecture
placed-view-order = Voir la commande
placed-already = Cette commande était déjà passée. Vous avez payé une seule fois.
placed-save-details = Garder mes coordonnées pour la prochaine fois
placed-create-account = Choisissez un mot de passe et retrouvez vos commandes

## Panier

basket-title = Votre panier
basket-empty-title = Votre panier est vide
basket-empty-text = Touchez « Ajouter au panier » sur ce qui vous plaît : vous le retrouverez ici.
basket-empty-action = Regarder autour
basket-checkout = Commander
basket-from = Chez { $merchant }
basket-remove = Retirer { $product }
basket-removed = { $product } : retiré du panier.
basket-line-sold-out = Épuisé entre-temps
basket-line-changed = Le prix est passé de { $old } à { $new }
basket-line-fewer = { $count ->
    [1] Il n’en reste qu’un
   *[other] Il n’en reste que { $count }
}
basket-fix-first = Certains articles ne peuvent pas être achetés ainsi. Modifiez-les ou retirez-les d’abord.
basket-line-meta = { $options } · { $price } l’unité
basket-total = Total de tous les vendeurs
basket-update = Mettre à jour
basket-full = Votre panier est plein : { $count } lignes au plus. Retirez d’abord quelque chose.
basket-too-many-shops = { $count } boutiques au plus à la fois. Achetez d’abord chez certaines.
basket-some-placed-title = Certaines commandes sont passées, d’autres non
basket-some-placed = Passées : { $placed }. Non passées : { $failed }. Vous ne payez que ce qui est commandé.
basket-result-placed = Commandé
basket-result-failed = Non commandé, rien n’est débité
basket-retry-failed = Réessayer le reste
basket-other-address = Livrer à une autre adresse
basket-remove-rest = Retirer du panier
basket-remove-seller = Retirer du panier ce que vend { $merchant }

## Les étapes

buy-details-title = Vos coordonnées
buy-secure = Paiement sécurisé
buy-to-review = Continuer vers le récapitulatif
buy-nothing-ordered-yet = Rien n’est encore commandé.
pay-pending-leave = Vous pouvez quitter cette page. Nous vous écrirons dès que nous saurons.
basket-shipping-next = La livraison et les taxes viennent ensuite ; rien n’est encore commandé.

## Test cards: what each does

test-card-ok = Fonctionne
test-card-at-once = Débitée aussitôt, et pas seulement bloquée
test-card-declined = Refusée
test-card-insufficient-funds = Refusée : solde insuffisant
test-card-expired = Refusée : carte expirée
test-card-challenge = Votre banque demande d’abord
test-card-lost-answer = Fonctionne, mais la réponse se perd en route
test-card-slow = Fonctionne, lentement
test-card-down = Le prestataire ne répond pas
test-card-fail-capture = Bloquée maintenant, ne peut être débitée ensuite
pay-keep-open = Gardez cette page ouverte, s’il vous plaît.
buy-error-too-small = C’est moins que { $amount }, le minimum payable par carte.
buy-error-too-large = C’est plus que { $amount }, le maximum payable en une fois.
buy-error-step = Ce total ne peut pas être payé par carte : seuls les multiples de { $amount } le peuvent. Merci de prévenir la boutique.
buy-error-currency = { $currency } ne peut pas être payé par carte ici.

round-up-title = Arrondir à { $whole } ?
round-up-text = La différence va à { $nonprofit }, pour « { $campaign } » : c’est un don, avec son propre reçu.
round-up-give = Donner { $gift }
