### Problèmes de l’API (RFC 9457) : `problem-<type>` est le titre, `problem-<type>-text` l’explique à /problems/<type>.

problem-malformed = Requête mal formée
problem-malformed-text = Le corps ou un paramètre n’a pas pu être lu. Le détail nomme l’endroit.
problem-unauthenticated = Non authentifié
problem-unauthenticated-text = Envoyez une clé ou une session valable. Les clés vont dans l’en-tête Authorization, en Bearer.
problem-forbidden = Interdit
problem-forbidden-text = La clé ou la session est valable mais ne permet pas cela. Vérifiez ses droits et son rôle.
problem-not-found = Introuvable
problem-not-found-text = Il n’y a rien sous cet identifiant, ou vous ne pouvez pas le savoir.
problem-method-not-allowed = Méthode non permise
problem-method-not-allowed-text = L’adresse existe et accepte d’autres méthodes, citées dans l’en-tête Allow.
problem-invalid-field = Champ invalide
problem-invalid-field-text = Chaque entrée de « errors » nomme un champ et la raison. Rien n’a été changé.
problem-out-of-stock = Stock insuffisant
problem-out-of-stock-text = Il y a moins d’unités libres que demandé ; « available » dit combien. Rien n’a été réservé ni débité.
problem-offer-ended = Offre terminée
problem-offer-ended-text = L’offre était limitée dans le temps, et elle est finie.
problem-offer-closed = Offre fermée
problem-offer-closed-text = L’offre n’est plus vendue par ce serveur.
problem-price-changed = Prix changé
problem-price-changed-text = Le total diffère du dernier affiché. Relisez la commande, montrez-la, puis validez.
problem-not-shippable = Livraison impossible
problem-not-shippable-text = Le commerçant ne livre pas à cette adresse.
problem-limit-per-buyer = Limite par acheteur
problem-limit-per-buyer-text = Le commerçant n’en vend qu’un certain nombre au même acheteur.
problem-payment-declined = Paiement refusé
problem-payment-declined-text = Le prestataire a refusé le paiement ; « reason » dit pourquoi. Rien n’a été débité, la commande reste ouverte.
problem-payment-challenge = Paiement à confirmer
problem-payment-challenge-text = L’acheteur doit confirmer le paiement auprès de sa banque, à l’adresse « url ».
problem-payment-unknown = Issue du paiement inconnue
problem-payment-unknown-text = Le prestataire n’a pas répondu. L’issue est recherchée ; répétez avec la même Idempotency-Key.
problem-provider-unavailable = Prestataire de paiement indisponible
problem-provider-unavailable-text = Le prestataire est injoignable. Rien n’a été débité. Réessayez plus tard.
problem-checkout-expired = Commande expirée
problem-checkout-expired-text = Sa réservation est levée. Créez-en une nouvelle.
problem-checkout-completed = Commande déjà validée
problem-checkout-completed-text = La commande existe ; « order » la nomme.
problem-state-conflict = Conflit d’état
problem-state-conflict-text = L’état actuel ne le permet pas ; « state » dit lequel.
problem-undo-over = Délai d’annulation passé
problem-undo-over-text = La commande a été transmise. Demandez plutôt l’annulation.
problem-exceeds-captured = Plus que le montant payé
problem-exceeds-captured-text = Un remboursement ne peut dépasser ce qui a été encaissé ; « left » dit ce qui reste.
problem-idempotency-key-missing = Idempotency-Key absente
problem-idempotency-key-missing-text = Cet appel coûte de l’argent. Envoyez un en-tête Idempotency-Key, nouveau pour chaque intention, le même pour chaque répétition.
problem-idempotency-key-reused = Idempotency-Key réutilisée
problem-idempotency-key-reused-text = Cette clé a servi avec un autre corps. Prenez-en une nouvelle pour une nouvelle intention.
problem-in-progress = Encore en cours
problem-in-progress-text = La première requête avec cette clé est encore en cours. Répétez après le temps indiqué par Retry-After.
problem-outcome-unknown = Issue inconnue
problem-outcome-unknown-text = Le serveur s’est arrêté pendant la première requête avec cette clé. Vérifiez si elle a été exécutée ; sinon, envoyez-la avec une nouvelle clé.
problem-too-many-requests = Trop de requêtes
problem-too-many-requests-text = Attendez le temps indiqué par Retry-After.
problem-too-large = Trop volumineux
problem-too-large-text = Le corps dépasse ce que cette adresse accepte.
problem-unsupported-media-type = Type de contenu non pris en charge
problem-unsupported-media-type-text = Envoyez de l’application/json, sauf indication contraire de la documentation.
problem-merchant-not-verified = Commerçant non vérifié
problem-merchant-not-verified-text = Seuls les commerçants vérifiés peuvent vendre. L’administrateur du serveur vérifie.
problem-closed = Achats fermés
problem-closed-text = L’administrateur ou le commerçant a fermé les achats pour l’instant. Les commandes en cours se poursuivent.
problem-ended = Terminé
problem-ended-text = C’est terminé, comme annoncé : rien de nouveau ne peut être commencé. Ce qui a été commencé avant continue. Les en-têtes Sunset et Link disent depuis quand, et ce qui prend la suite.
problem-busy = Occupé
problem-busy-text = Il arrive plus que l’on ne peut écrire à la fois. Répétez après le temps indiqué par Retry-After.
problem-internal = Erreur interne
problem-internal-text = La cause est notée sous « instance ». Répétez avec la même Idempotency-Key.

## La page autour d'un problème

problem-advice = Que faire
problem-example = Une réponse telle qu’elle est envoyée

## La documentation de l'API

api-title = API
api-parameters = Paramètres
api-parameter = Paramètre
api-type = Type
api-request = Requête
problem-not-chargeable = Montant non encaissable
problem-not-chargeable-text = Le prestataire de paiement ne peut pas encaisser ce total : il est sous le minimum, au-dessus du maximum, ou n’est pas un multiple de ce que compte le prestataire.
