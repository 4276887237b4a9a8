### Les commandes vues par l’acheteur : annulation, retour, rétractation.

## Liste et page

orders-title = Vos commandes
orders-empty-title = Aucune commande pour l’instant
orders-empty-text = Ce que vous achetez paraît ici, avec le suivi et les documents.
orders-search = Chercher dans vos commandes
order-title = Commande { $number }
order-placed-on = Passée le { $date }
order-from-post = Depuis cette publication
order-sold-by = Vendu par { $merchant }
order-items = Ce que vous avez commandé
order-ship-to = Livraison à
order-paid-with = Payé avec { $method }
order-timeline = Ce qui s’est passé
order-documents = Documents
order-invoice = Facture
order-packing-slip = Bon de livraison
order-receipt = Reçu
order-number = Numéro de commande
order-buy-again = Acheter de nouveau
order-contact = Écrire à { $merchant }
order-help = Besoin d’aide ?
order-guest-note = Gardez ce lien : il ouvre votre commande sans compte. Ne le partagez pas.

## États

order-state-pending = En attente de paiement
order-state-placed = Passée
order-state-confirmed = Confirmée
order-state-processing = En préparation
order-state-partially-shipped = Expédiée en partie
order-state-shipped = Expédiée
order-state-delivered = Livrée
order-state-completed = Terminée
order-state-refunding = Remboursement en cours
order-state-given-back-text = La boutique a remboursé avant tout envoi. Rien n’est en route.
order-state-refunding-text = Vous allez être remboursé par { $merchant }. Rien n’est en route.
order-state-nothing-to-ship-text = Les articles ont été remboursés avant leur envoi. Rien n’est en route.
order-part-given-back = Vous avez été remboursé de { $amount }.
order-state-canceled = Annulée
order-state-undone = Annulée par vous
order-state-refunded = Remboursée
order-state-partially-refunded = Remboursée en partie
order-state-returned = Retournée
order-state-failed = Non passée
order-state-pending-text = Nous attendons votre banque. Vous ne serez pas débité deux fois.
order-state-placed-text = { $merchant } recevra votre commande à la fin du délai d’annulation.
order-state-confirmed-text = { $merchant } a votre commande et la prépare.
order-state-received-text = { $merchant } a votre commande.
order-state-partially-shipped-text = Une partie de votre commande est en route ; le reste suit.
order-state-shipped-text = Votre commande est en route.
order-state-delivered-text = Votre commande est arrivée.
order-state-canceled-text = Cette commande est annulée.
order-state-undone-text = Vous avez annulé cette commande.
order-nothing-charged = Rien n’a été débité.
order-given-back = Ce qui a été payé vous a été rendu.
order-not-given-back = Ce qui a été payé n’a pas encore pu être rendu. La boutique en est informée.
order-state-failed-text = Le paiement n’est pas passé ; rien n’a été débité.

## Pourquoi une commande a pris fin

cancel-reason-declined = Le paiement a été refusé.
cancel-reason-expired = Le paiement n’a pas été terminé à temps.
cancel-reason-undone = L’acheteur l’a annulée dans le délai.
cancel-reason-merchant = La boutique l’a annulée.
cancel-reason-buyer = L’acheteur a demandé l’annulation.
cancel-reason-capture-failed = Le paiement n’a pas pu être encaissé.
cancel-reason-operator = L’administrateur du serveur l’a arrêtée.

## États du paiement

payment-state-authorized = Réservé sur votre carte
payment-state-captured = Payé
payment-state-voided = Libéré
payment-state-started = En vérification auprès du prestataire
payment-state-requires-action = En attente de votre banque
payment-state-failed = Refusé
payment-state-refunded = Remboursé
payment-state-partially-refunded = Remboursé en partie

## Ce qui s’est passé

event-placed = Commande passée
event-confirmed = Commande transmise à { $merchant }
event-captured = Débit de { $amount }
event-shipped = Expédiée par { $carrier }
event-shipped-plain = Expédiée
event-delivered = Livrée
event-parcel-shipped = Colis { $number } expédié : { $items }
event-parcel-shipped-with = Colis { $number } expédié par { $carrier } : { $items }
event-parcel-delivered = Colis { $number } livré
event-rest-ships = Envoi du reste
event-canceled = Annulée
event-undone = Annulée par vous
event-refunded = Remboursement de { $amount }
event-refund-failed = Un remboursement de { $amount } n’est pas arrivé
event-return-asked = Retour demandé
event-return-accepted = Retour accepté
event-return-refused = Retour refusé
event-message = Message : { $name }

## Expédition

track-title = Suivi
track-number = Numéro de suivi
track-carrier = Transporteur
track-open = Suivre le colis
track-none = Pas encore de numéro de suivi.
track-parcel = Colis { $number } sur { $total }
track-parcel-number = Colis { $number }
track-parcel-only = Colis
track-items = Dans ce colis

## Annuler

order-undo = Annuler
order-undo-left = Annulable encore { $duration }
order-cancel = Annuler la commande
order-cancel-title = Annuler la commande { $number }
order-cancel-ask = Annuler cette commande ? Vous serez remboursé de { $amount }.
order-cancel-request = Demander l’annulation
order-cancel-requested = La demande est chez { $merchant }. Vous recevrez la réponse par e-mail.
order-cancel-done = La commande est annulée. Vous serez remboursé de { $amount } sous 5 à 10 jours.
order-cancel-too-late = { $merchant } a déjà expédié. Vous pouvez renvoyer le colis.
order-keep = Garder la commande

## Retours et remboursements

return-title = Renvoyer un article
return-choose = Que souhaitez-vous renvoyer ?
return-reason = Pourquoi ?
return-reason-changed-mind = J’ai changé d’avis
return-reason-wrong-size = La taille ne va pas
return-reason-damaged = L’article est arrivé abîmé
return-reason-wrong-item = Ce n’est pas ce que j’ai commandé
return-reason-not-as-described = Il ne correspond pas à la description
return-reason-late = Il est arrivé trop tard
return-reason-other = Un autre motif
return-comment = Quelque chose à ajouter ?
return-send = Demander le retour
return-asked = La demande est chez { $merchant }. Vous recevrez la réponse par e-mail.
return-address = Renvoyez l’article à : { $merchant }, { $address }
return-accepted = { $merchant } accepte le retour.
return-refused = { $merchant } n’a pas accepté le retour.
return-window = Retour possible jusqu’au { $date }.
return-window-over = Le délai de retour a pris fin le { $date }.
refund-ask = Demander un remboursement
refund-asked = La demande est chez { $merchant }. Vous recevrez la réponse par e-mail.
refund-done = Remboursement de { $amount } sur votre carte le { $date }.
refund-failed = Le remboursement de { $amount } ne vous est pas parvenu.
refund-failed-text = Il n’a pas pu être effectué. { $merchant } le voit et peut réessayer ; écrivez-lui si votre carte a été remplacée.
refund-pending = Remboursement de { $amount } en route vers votre carte.
refund-takes = Les banques mettent 5 à 10 jours à l’afficher.

## Rétractation. Source : directive (UE) 2023/2673 : une fonction de rétractation en deux temps, et un accusé de réception.

withdraw-button = Renoncer au contrat ici
withdraw-title = Renoncer au contrat
withdraw-explained = Vous pouvez vous rétracter dans les { $days } jours qui suivent la livraison, sans motif à donner.
withdraw-until = Possible jusqu’au { $date }
withdraw-what = Ce à quoi vous renoncez
withdraw-everything = Toute la commande
withdraw-some = Une partie
withdraw-name = Votre nom
withdraw-email = Où envoyer l’accusé de réception
withdraw-confirm = Confirmer la rétractation
withdraw-done-title = Votre rétractation est reçue
withdraw-done = Reçue le { $at }. Un accusé de réception est parti à { $email }.
withdraw-statement = Je me rétracte du contrat portant sur la commande { $number }.
withdraw-too-late = Le délai de rétractation a pris fin le { $date }.

## Invités

guest-lookup-title = Retrouver votre commande
guest-lookup-text = Nous envoyons le lien à l’adresse donnée lors de la commande.
guest-lookup-number = Numéro de commande
guest-lookup-send = M’envoyer le lien
guest-lookup-done = Si cette commande existe, le lien est en route vers son adresse.
guest-link-invalid = Ce lien n’est plus valable. Nous pouvons vous en envoyer un nouveau.

invoice-to = Facturé à
slip-follows = Dans un autre colis

## Après la vente

order-ask-not-open = Ce n’est plus possible pour cette commande.
orders-row-more = { $count ->
    [one] { $title } et { $count } autre
   *[other] { $title } et { $count } autres
}
invoice-title = Facture { $number }
invoice-number = Numéro de facture
invoice-date = Date de la facture
invoice-order-date = Date de la commande
invoice-vat-number = Numéro de TVA : { $number }
invoice-register-number = Immatriculation : { $number }
invoice-by-rate = Taxe par taux
invoice-rate = Taux
invoice-net = Hors taxe
invoice-gross = Toutes taxes comprises
