### E-mails. Un objet, une phrase qui dit tout, puis les détails.

mail-hello = Bonjour { $name },
mail-hello-plain = Bonjour,
mail-sign-off = { -brand }, pour { $merchant }
mail-sign-off-server = { -brand }
mail-why = Vous recevez cet e-mail au sujet de la commande { $number }.
mail-why-account = Vous recevez cet e-mail pour votre compte sur { $host }.
mail-reply-to-shop = Répondez à cet e-mail pour écrire à { $merchant }.
mail-seller = Vendeur : { $merchant }, { $address }
mail-button-order = Voir la commande
mail-button-undo = Annuler la commande
mail-button-track = Suivre le colis
mail-button-studio = Ouvrir dans le studio
mail-test-mode = Mode test : rien n’a été débité.

## Aux acheteurs

mail-placed-subject = Commande { $number } passée chez { $merchant }
mail-placed-lead = Merci. Vous avez commandé chez { $merchant } pour { $total } : commande { $number }.
mail-placed-undo = Vous pouvez l’annuler jusqu’au { $time } : rien ne sera débité. { $merchant } recevra votre commande ensuite.
mail-placed-undo-paid = Vous pouvez l’annuler jusqu’au { $time } : vous serez remboursé. { $merchant } recevra votre commande ensuite.
mail-placed-passed = { $merchant } a votre commande.
mail-placed-withdraw-title = Droit de rétractation
mail-placed-withdraw = Vous pouvez vous rétracter dans les { $days } jours qui suivent la livraison, sans motif à donner.
mail-placed-withdraw-order = Vous pouvez vous rétracter dans les { $days } jours qui suivent votre commande, sans motif à donner.
mail-placed-withdraw-how = Choisissez « Renoncer au contrat ici » sur la page de votre commande, ou écrivez à { $email } : « { $statement } »
mail-placed-withdraw-write = Écrivez à { $email } : « { $statement } »
mail-placed-next = Vous recevrez un autre e-mail à l’expédition.
mail-placed-arrives = Arrive { $when }
mail-shipped-subject = La commande { $number } est en route
mail-shipped-lead = { $merchant } a expédié votre commande { $number }.
mail-shipped-part-lead = { $merchant } a expédié une partie de votre commande { $number }.
mail-shipped-tracking = { $carrier }, numéro { $tracking }
mail-canceled-subject = La commande { $number } est annulée
mail-canceled-lead = Votre commande { $number } chez { $merchant } est annulée.
mail-canceled-by-you = Vous l’avez annulée.
mail-canceled-by-merchant = { $merchant } a dû l’annuler : { $reason }
mail-canceled-payment = Le paiement n’a pas pu être encaissé, la commande est donc annulée.
mail-canceled-nothing-charged = Rien n’a été débité.
mail-canceled-refund = Vous serez remboursé de { $amount } sous 5 à 10 jours.
mail-undone-subject = La commande { $number } est annulée
mail-undone-paid-lead = Vous avez annulé votre commande { $number }. { $merchant } n’en a rien su.
mail-undone-lead = Vous avez annulé votre commande { $number }. Rien n’est débité et { $merchant } n’en a rien su.
mail-refunded-subject = Remboursement de { $amount } pour la commande { $number }
mail-refunded-lead = { $merchant } vous a remboursé { $amount } pour votre commande { $number }.
mail-refunded-when = Les banques mettent 5 à 10 jours à l’afficher.
mail-refund-failed-subject = Le remboursement de { $amount } pour la commande { $number } ne vous est pas parvenu
mail-refund-failed-lead = { $merchant } vous a remboursé { $amount } pour votre commande { $number }, mais votre banque ne l’a pas accepté.
mail-refund-failed-next = { $merchant } en est informé et peut réessayer. Si votre carte a été remplacée, écrivez à { $merchant } comment vous joindre.
mail-request-received-subject = Votre demande sur la commande { $number }
mail-request-received-lead = { $merchant } a votre demande et répond par e-mail.
mail-request-accepted-subject = Votre demande sur la commande { $number } est acceptée
mail-request-accepted-lead = { $merchant } a accepté votre demande.
mail-request-refused-subject = Votre demande sur la commande { $number }
mail-request-refused-lead = { $merchant } n’a pas accepté votre demande : { $reason }
mail-withdrawal-subject = Accusé de réception de votre rétractation, commande { $number }
mail-withdrawal-lead = Nous avons reçu votre rétractation de la commande { $number } le { $at }.
mail-withdrawal-next = { $merchant } vous rembourse sous 14 jours.
mail-payment-failed-subject = La commande { $number } n’est pas passée
mail-payment-failed-lead = Le paiement de { $total } n’est pas passé. Rien n’a été débité.
mail-guest-link-subject = Votre lien vers la commande { $number }
mail-guest-link-lead = Ce lien ouvre votre commande sans compte. Gardez-le pour vous.
mail-back-in-stock-subject = { $product } : de retour
mail-back-in-stock-lead = { $product }, chez { $merchant }, peut de nouveau être acheté.
mail-back-in-stock-once = Vous nous aviez demandé de vous prévenir. C’est le seul message à ce sujet : votre demande est maintenant oubliée.
mail-back-in-stock-stop = Plus de message pour d’autres articles non plus : { $link }

## Aux commerçants

mail-new-order-subject = Nouvelle commande { $number }, { $total }
mail-new-orders-subject = { $count } nouvelles commandes, la première { $number }
mail-new-order-lead = { $name } a commandé pour { $total }.
mail-new-order-from-post = Depuis votre publication du { $date }
mail-low-stock-subject = { $product } : bientôt épuisé
mail-low-stock-lead = { $count ->
    [0] { $product } : épuisé.
    [1] { $product } : il n’en reste qu’un.
   *[other] { $product } : il n’en reste que { $count }.
}
mail-request-subject = Une demande sur la commande { $number } vous attend
mail-request-lead = { $name } demande : { $request }
mail-order-canceled-subject = La commande { $number } est annulée
mail-order-canceled-lead = N’expédiez pas la commande { $number } : { $reason }
mail-refund-came-back-subject = Le remboursement de { $amount } pour la commande { $number } est revenu
mail-refund-came-back-lead = La banque de { $name } n’a pas accepté le remboursement de { $amount } pour la commande { $number }. L’argent est de nouveau chez vous.
mail-refund-came-back-next = Ouvrez la commande pour réessayer. Si cela échoue encore, demandez un autre moyen à l’acheteur.
mail-inquiry-subject = Une banque demande des précisions sur { $amount } de la commande { $number }
mail-inquiry-lead = La banque de { $name } demande des précisions sur le paiement de { $amount } pour la commande { $number }. Rien n’a été repris.
mail-disputed-subject = { $amount } de la commande { $number } repris par la banque de l’acheteur
mail-disputed-lead = La banque de { $name } a repris { $amount } pour la commande { $number }.
mail-disputed-due = Répondez dans le studio avant le { $at }. Sans réponse, l’argent reste à l’acheteur.
mail-dispute-ended-subject = Le litige sur la commande { $number } est terminé
mail-push-failed-subject = La commande { $number } n’a pas pu être transmise
mail-push-failed-lead = La commande { $number } est payée mais n’est pas parvenue à { $channel } : { $reason }
mail-verified-subject = Votre boutique est vérifiée
mail-verified-lead = { $merchant } peut maintenant joindre des cartes d’achat à ses publications.
mail-reopened-subject = { $merchant } peut de nouveau vendre
mail-reopened-lead = L’opérateur a rouvert { $merchant } : la boutique vend de nouveau sans limite.
mail-limited-subject = { $merchant } est limitée
mail-limited-lead = { $count ->
    [one] Jusqu’à ce que l’opérateur lève la limite, { $merchant } peut recevoir une commande par jour et ne peut pas joindre de nouvelles cartes d’achat à ses publications.
   *[other] Jusqu’à ce que l’opérateur lève la limite, { $merchant } peut recevoir au plus { $count } commandes par jour et ne peut pas joindre de nouvelles cartes d’achat à ses publications.
}
mail-suspended-subject = { $merchant } est suspendue
mail-suspended-lead = { $merchant } ne peut rien vendre jusqu’à ce que l’opérateur la rouvre. Les commandes passées restent : expédiez-les et répondez aux demandes.
mail-standing-reason = Raison donnée par l’opérateur : { $reason }
mail-staff-invite-subject = { $name } vous invite chez { $merchant }
mail-staff-invite-lead = Vous pouvez rejoindre { $merchant } sur { -brand } avec le rôle { $role }.
mail-staff-invite-until = Le lien ne sert qu’une fois, jusqu’au { $time }.
mail-staff-invite-button = Rejoindre la boutique
mail-staff-invite-not-you = Si vous ne connaissez pas { $name }, ignorez ce mail ; il ne se passe rien.

## À tous ceux qui ont un compte

mail-confirm-subject = { $code } est votre code
mail-confirm-lead = Saisissez ce code pour confirmer votre e-mail : { $code }
mail-confirm-ends = Il est valable { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}. Si vous n’avez rien demandé, ignorez cet e-mail.
mail-reset-subject = Choisissez un nouveau mot de passe
mail-reset-lead = Ce lien permet de choisir un nouveau mot de passe. Il sert une fois et vaut { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}.
mail-reset-not-you = Si vous n’avez rien demandé, ignorez cet e-mail ; rien ne change.
mail-reset-button = Choisir un mot de passe
mail-password-changed-subject = Votre mot de passe a été changé
mail-password-changed-lead = Si ce n’était pas vous, choisissez-en un nouveau aussitôt et écrivez-nous.

mail-payee-subject = Les acheteurs ne peuvent pas payer { $merchant } en ce moment
mail-payee-lead = Le prestataire de paiement indique que { $merchant } ne peut pas être payé. Ses cartes ne peuvent pas être achetées jusqu’à ce que ce soit réglé, et se rouvrent alors d’elles-mêmes. Les commandes passées restent : merci de les expédier.
mail-payee-asked = Le studio indique ce que demande le prestataire, et vous y conduit.
mail-payee-gone = L’accès au compte a été retiré : merci d’en connecter un de nouveau.
mail-payee-key-gone = Stripe n’accepte plus la clé de la boutique : elle a été révoquée, renouvelée ou a expiré. Merci d’en coller une nouvelle.
mail-payee-key-lacks = La clé de la boutique n’a plus toutes les autorisations nécessaires. Le studio indique lesquelles.
mail-payee-button = Voir ce qui manque
