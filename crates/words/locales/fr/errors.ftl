### Ce qui n’a pas marché, pourquoi, et que faire.

## Formulaires

form-errors-title = { $count ->
    [one] Un champ est à corriger
   *[other] { $count } champs sont à corriger
}
form-kept = Rien n’a été changé. Votre saisie est conservée.
field-choose = Choisissez l’une de ces possibilités.
field-required = À remplir.
field-problem-named = { $field } : { $problem }
field-required-named = Il manque : { $field }.
field-too-long = { $count ->
    [one] Au plus { $count } caractère.
   *[other] Au plus { $count } caractères.
}
field-too-short = { $count ->
    [one] Au moins { $count } caractère.
   *[other] Au moins { $count } caractères.
}
field-email-invalid = Ce n’est pas une adresse e-mail complète, comme nom@exemple.fr.
field-phone-invalid = Chiffres, espaces et + seulement.
field-postal-code-invalid = Ce code postal n’est pas valable ({ $country }).
field-country-invalid = Choisissez un pays de la liste.
field-url-invalid = Donnez une adresse complète qui commence par https://.
field-url-refused = Cette adresse n’est pas accessible d’ici.
field-url-password = Retirez le nom et le mot de passe de l’adresse.
field-url-port = Retirez le port de l’adresse.
field-url-private = Cette adresse, ou une autre où elle mène, n’est pas sur l’internet public.
field-quantity-invalid = Donnez un nombre entier, 1 ou plus.
field-quantity-too-many = { $count ->
    [1] Un seul au plus.
   *[other] Au plus { $count }.
}
field-number-invalid = Donnez un nombre entier.
field-amount-invalid = Donnez un montant comme { $example }.
field-amount-ambiguous = On peut lire des milliers ou des décimales. Écrivez le montant sans séparateur de milliers.
field-amount-too-large = Ce montant est trop grand.
field-amount-negative = Le montant doit dépasser zéro.
field-amount-too-high = Au plus { $amount }.
field-amount-decimals = { $currency } s’écrit { $count ->
    [0] sans décimale
    [one] avec une décimale
   *[other] avec { $count } décimales
}.
field-currency-invalid = Ce n’est pas un code de devise, comme EUR.
field-date-invalid = Donnez une date comme { $example }.
field-date-past = La date est passée.
field-choice-invalid = Choisissez dans la liste.
field-handle-taken = Cet identifiant est pris.
field-handle-invalid = De 2 à 30 lettres, chiffres et traits d’union. Quelques noms, comme admin, sont réservés au serveur.
field-email-taken = Un compte existe déjà avec cet e-mail.
field-password-weak = Choisissez un mot de passe plus long ou moins courant.
field-password-wrong = Ce n’est pas votre mot de passe actuel.
field-passwords-differ = Les deux mots de passe diffèrent.
field-card-number-invalid = Vérifiez le numéro de carte.
field-card-expired = Cette carte a expiré.
field-card-code-invalid = 3 ou 4 chiffres.
field-image-type = Utilisez une image JPEG, PNG, WebP ou GIF.
field-image-pixels = Cette image a trop de pixels ; réduisez-la d’abord.
field-image-damaged = Cette image est abîmée ; enregistrez-la de nouveau.
field-file-too-big = Le fichier dépasse { $size }.
field-file-empty = Le fichier est vide.
field-text-encoding = Ce texte n’est pas de l’UTF-8 valable.

## Achat

buy-error-sold-out = Épuisé. Quelqu’un a été plus rapide, et vous n’avez pas été débité.
buy-error-only-left = { $count ->
    [1] Il n’en reste qu’un.
   *[other] Il n’en reste que { $count }.
}
buy-error-limit = { $count ->
    [1] Un seul au plus par personne, toutes commandes confondues.
   *[other] Au plus { $count } par personne, toutes commandes confondues.
}
buy-error-limit-has = { $count ->
    [1] Vous en avez déjà commandé un. Ce qui a été annulé ou remboursé ne compte pas.
   *[other] Vous en avez déjà commandé { $count }. Ce qui a été annulé ou remboursé ne compte pas.
}
buy-error-offer-ended = Cette offre est terminée. Rien n’a été débité.
buy-error-closed = Ce produit n’est plus vendu ici.
buy-error-not-shipped = { $merchant } ne livre pas cette destination : { $country }.
buy-error-no-rate = Aucun mode de livraison ne convient à cette commande. Essayez moins d’articles, ou demandez à la boutique.
buy-error-not-answered = { $merchant } ne peut pas dire en ce moment combien cela coûte. Rien n’a été débité ; réessayez dans une minute.
buy-error-rate-gone = Ce mode de livraison n’est plus proposé. Choisissez-en un autre.
buy-error-too-much = C’est plus que n’en contient une commande. Essayez moins d’articles.
buy-error-price-changed = Le prix a changé pendant votre lecture. Vérifiez le nouveau total.
buy-error-paused = Les achats sont suspendus un instant. Rien n’a été débité ; réessayez bientôt.
buy-gated-title = Pas encore ouvert pour vous
buy-error-gated = L’achat s’ouvre ici pas à pas, et ce n’est pas encore votre tour, ou pas encore dans votre pays. Rien n’a été débité.
buy-error-alone-title = À acheter séparément
buy-error-alone-who = Ne peut pas être payé avec le reste : { $merchants }
buy-error-alone = Cette boutique est payée à part : ses articles demandent un achat séparé. Rien n’a été débité.
buy-error-already-placed = Cette commande est déjà passée. Vous avez payé une seule fois.
buy-error-card-gone = Cette carte n’est plus enregistrée. Choisissez un autre moyen de paiement.
buy-error-undo-over = Le délai d’annulation est passé. Vous pouvez encore demander l’annulation.
buy-error-refund-too-much = On peut rembourser au plus { $amount }.
buy-error-already-shipped = C’est déjà expédié.
buy-error-already-canceled = C’est déjà annulé.

## Fichiers

import-error-empty = Le fichier n’a aucune ligne.
import-error-format = Ce n’est pas un format connu.
import-error-encoding = Le fichier n’est ni en UTF-8 ni en Windows-1252.
import-error-too-big = Le fichier dépasse { $size }.
import-error-unreachable = L’adresse ne répond pas.
import-error-answer = L’adresse répond par l’erreur { $status }.
import-error-missing-column = Il manque la colonne { $column }.

## Lignes d’un fichier

import-error-missing = C’est obligatoire, mais vide.
import-error-too-long = C’est trop long ; au plus { $count } octets sont lus.
import-error-unreadable = Des caractères n’ont pas pu être lus. Enregistrez le fichier en UTF-8.
import-error-control = Il y a des caractères de contrôle. Retirez-les.
import-error-columns = La ligne a { $found } valeurs pour { $expected } colonnes. Une valeur qui contient une virgule se met entre guillemets.
import-error-open-quote = Un guillemet n’est pas fermé sur cette ligne. Dans une valeur, doublez les guillemets.
import-error-malformed = Les éléments de cette entrée ne sont pas bien fermés.
import-error-entity = &{ $name }; n’est pas une entité XML. Écrivez le caractère lui-même.
import-error-no-currency = Le prix demande sa devise, par exemple 19.90 EUR.
import-error-foreign-currency = Les prix de cette boutique sont en { $currency }.
import-note-reserved = { $count ->
    [one] Un article est promis à une commande en cours : le stock est fixé à { $count }.
   *[other] { $count } articles sont promis à des commandes en cours : le stock est fixé à { $count }.
}
import-error-price-negative = Un prix ne peut pas être négatif.
import-error-sale-not-lower = Le prix soldé doit être inférieur au prix et dans la même devise.
import-error-sale-window = Écrivez la période de solde sous la forme début/fin, par exemple 2026-11-01T00:00+0100/2026-12-01T00:00+0100.
import-error-availability = Les valeurs possibles sont in_stock, out_of_stock, preorder et backorder.
import-error-quantity = La quantité doit être un nombre entier.
import-error-quantity-negative = La quantité est négative. Écrivez 0 quand il n’y a plus rien.
import-error-quantity-large = La quantité dépasse { $max }.
import-error-weight = Le poids est illisible. Écrivez un nombre de grammes, ou 1.5 kg là où une unité est attendue.
import-error-gtin-length = Un GTIN a 8, 12, 13 ou 14 chiffres.
import-error-gtin-digit = Le dernier chiffre de ce GTIN devrait être { $expected } ; il y a une faute de frappe.
import-error-address = Il faut une adresse web qui commence par https:// ou http://.
import-error-flag = Les valeurs possibles sont TRUE et FALSE.
import-error-status = Les valeurs possibles sont active, draft et archived.
import-error-stock-policy = Les valeurs possibles sont DENY et CONTINUE.
import-error-position = La position doit être un nombre entier à partir de 1.
import-error-duplicate = La ligne { $line } porte le même identifiant ; chaque ligne doit avoir le sien.
import-error-scattered = Les lignes d’un produit se suivent ; celui-ci commençait à la ligne { $line }.
import-error-product-refused = Le produit de cette ligne a été refusé à la ligne { $line }.
import-error-option-unnamed = Cette valeur se rapporte à une option sans nom. Nommez-la sur la première ligne du produit.
import-error-other-source = Un produit de ce nom vient d’une autre source. Retirez-le d’abord de la vente là-bas, ou donnez un autre nom à celui-ci.
import-error-variants = Un produit a au plus { $count } variantes.
import-error-images = Un produit a au plus { $count } images.

## Pages

error-400-title = Nous n’avons pas pu lire cela
error-400-text = La demande était mal formée. Revenez en arrière et réessayez.
error-401-title = Connectez-vous
error-401-text = Cette page demande un compte.
error-403-title = Pas pour vous
error-403-text = Votre compte ne permet pas cela.
error-404-title = Introuvable
error-404-text = Il n’y a rien à cette adresse, ou cela a été retiré.
error-405-title = Impossible ici
error-405-text = Cette adresse n’accepte pas ce genre de demande.
error-409-title = Déjà en cours
error-409-text = La même demande est encore en cours. Attendez un instant, puis regardez de nouveau.
error-410-title = Terminé
error-410-text = C’était ici, et c’est fini.
error-413-title = Trop gros
error-413-text = Votre envoi dépasse ce que nous acceptons.
error-422-title = Quelque chose ne va pas
error-422-text = Voyez les champs ci-dessous.
error-429-title = Trop vite
error-429-text = Patientez { $duration }, puis réessayez.
error-500-title = Notre erreur
error-500-text = Quelque chose s’est cassé chez nous. C’est noté. Si vous étiez en train de payer : vous ne serez pas débité deux fois.
error-503-title = De retour dans un instant
error-503-text = Le serveur est très occupé ou redémarre. Réessayez bientôt.
error-offline-title = Vous êtes hors ligne
error-offline-text = Vérifiez la connexion, puis réessayez.
error-csrf-title = Encore une fois, s’il vous plaît
error-csrf-text = Ce formulaire est resté ouvert trop longtemps, ou venait d’un autre site. Votre saisie est conservée.
error-reference = Référence : { $id }
error-back-home = Retour au fil
