### Le studio : là où travaille un commerçant.

## Navigation

studio-title = Studio
studio-today = Aujourd’hui
studio-orders = Commandes
studio-products = Produits
studio-posts = Publications
studio-messages = Messages
studio-customers = Clients
studio-channels = Canaux
studio-figures = Chiffres
studio-settings = Réglages
studio-import = Importer
studio-clock = Les heures sont celles de { $zone }.
studio-log = Journal
studio-switch-shop = Une autre boutique
studio-view-shop = Voir votre boutique
studio-shortcuts = Raccourcis clavier
studio-shortcuts-hint = La touche ? affiche les raccourcis clavier.

## Aujourd’hui

today-in-step = Tout concorde avec votre boutique { $channel } · vérifié { $ago }
today-nothing = Rien ne vous attend.
today-to-ship = { $count } à expédier
today-to-ship-due = { $count } à expédier, dont { $due } aujourd’hui
today-returns = { $count ->
    [one] { $count } retour à décider
   *[other] { $count } retours à décider
}
today-sold-out = { $count ->
    [one] { $count } variante épuisée
   *[other] { $count } variantes épuisées
}
today-low-stock = { $count ->
    [one] { $count } variante bientôt épuisée
   *[other] { $count } variantes bientôt épuisées
}
today-errors = { $count ->
    [one] { $count } commande non transmise
   *[other] { $count } commandes non transmises
}
today-requests = { $count ->
    [one] { $count } demande en attente
   *[other] { $count } demandes en attente
}
todo-to-ship = à expédier
todo-returns = { $count ->
    [one] retour à décider
   *[other] retours à décider
}
todo-sold-out = { $count ->
    [one] variante épuisée
   *[other] variantes épuisées
}
todo-errors = { $count ->
    [one] commande non transmise
   *[other] commandes non transmises
}
today-sales = Ventes du jour
today-best-post = Votre meilleure publication de la semaine

## Premiers pas

start-title = Vendez pour la première fois
start-verify = Faites vérifier la boutique
start-verify-text = Seules les boutiques vérifiées montrent une carte d’achat. Il faut votre adresse, un contact et vos conditions.
start-verify-waiting = En attente de la vérification par l’administrateur
start-verify-not-yet = Votre boutique n’est pas encore vérifiée
start-meanwhile = Tant que l’administrateur n’a pas vérifié votre boutique, vous et votre équipe êtes seuls à pouvoir y acheter. En attendant, apportez vos produits, indiquez où vous livrez et quelles taxes vous percevez, et invitez les personnes qui travaillent avec vous.
start-verified = Votre boutique est vérifiée.
start-import = Apportez vos produits
start-import-text = Envoyez le fichier qu’exporte votre boutique : CSV Shopify, ou flux Google ou Meta.
start-shipping = Dites où vous livrez
start-shipping-text = Un prix par zone suffit pour commencer.
start-post = Écrivez votre première publication
start-post-text = Une phrase, une image et un produit. C’est tout.
start-post-later = Dès que votre boutique sera vérifiée : une phrase, une image et un produit.
start-try = Passer une commande d’essai
start-try-text = Achetez l’un de vos articles : tant que votre boutique n’est pas vérifiée, seules les personnes de votre boutique le peuvent, cinq fois par jour au plus. Elle se paie comme toute commande et compte une fois le délai d’annulation passé ; remboursez-la ensuite depuis sa page.
start-try-link = Essayer
start-done = Fait

## Commandes

sorders-title = Commandes
sorders-empty-title = Aucune commande pour l’instant
sorders-empty-text = Dès que quelqu’un achète depuis une de vos publications, la commande paraît ici.
sorders-search = Numéro, nom, e-mail ou SKU
sorders-filter-all = Toutes
sorders-filter-to-ship = À expédier
sorders-filter-returns = Retours
sorders-filter-errors = En erreur
sorders-newest-first = les plus récentes d’abord
col-order = Commande
col-customer = Client
col-from-post = Publication
col-total = Total
col-state = État
col-date = Date
col-since = Depuis
col-items = Articles
col-product = Produit
col-sku = SKU
col-price = Prix
col-stock = Stock
col-status = Statut
col-sold = Vendus
col-actions = Actions
col-name = Nom
col-email = E-mail
col-orders = Commandes
col-spent = Dépensé
col-who = Qui
col-what = Quoi
col-when = Quand
tag-undo = annulable { $clock }
tag-paid = payée
tag-paid-in = payée, dans { $channel } { $number }
tag-shipped = expédiée
tag-shipped-number = expédiée, { $number }
tag-return-asked = retour demandé
tag-cancel-asked = annulation demandée
sorder-fulfill = Expédier
sorder-fulfill-title = Expédier la commande { $number }
sorder-fulfill-all = Tout expédier
sorder-fulfill-some = Expédier une partie
sorder-fulfill-quantity = Combien expédier sur { $left }
sorder-fulfill-carrier = Transporteur
sorder-fulfill-tracking = Numéro de suivi
sorder-fulfill-url = Lien de suivi
sorder-fulfill-mail = Prévenir le client par e-mail
sorder-fulfill-done = Expédiée. Le client reçoit le suivi par e-mail.
sorder-undo-running = Le client peut encore annuler ; la commande sera à vous dans { $duration }.
sorder-cancel = Annuler la commande
sorder-cancel-ask = Annuler cette commande ? Le client est remboursé de { $amount } et reçoit un e-mail.
sorder-cancel-reason = Motif pour le client
sorder-cancel-restock = Remettre les articles en stock
sorder-cancel-done = La commande est annulée et remboursée.
sorder-refund = Rembourser
sorder-refund-title = Rembourser la commande { $number }
sorder-refund-amount = Montant
sorder-refund-left = Au plus { $amount }
sorder-refund-all = Tout rembourser
sorder-refund-reason = Motif
sorder-refund-done = Le remboursement de { $amount } est en route vers le client.
sorder-refund-button = Rembourser { $amount }
sorder-packing-slip = Imprimer le bon de livraison
sorder-invoice = Imprimer la facture
sorder-customer = Client
sorder-note = Note pour votre équipe
sorder-note-add = Ajouter une note
sorder-earned = Cette commande a rapporté { $amount }, frais déduits.
sorder-payment = Paiement
sorder-reference = Votre numéro
sorder-ship-to = Livraison à
sorder-request-cancel = { $name } demande l’annulation.
sorder-request-return = { $name } demande à renvoyer { $items }.
sorder-request-refund = { $name } demande un remboursement.
sorder-request-withdraw = { $name } s’est rétracté. Vous remboursez sous 14 jours.
sorder-request-accept = Accepter
sorder-request-refuse = Refuser
sorder-request-answer = Votre réponse
sorder-push-failed = Cette commande n’a pas pu être transmise à { $channel } : { $reason }
sorder-push-retry = Corriger et renvoyer

## Produits

products-title = Produits
products-empty-title = Aucun produit pour l’instant
products-empty-text = Importez un fichier, ou ajoutez un produit à la main.
products-add = Ajouter un produit
products-search = Titre, SKU ou code-barres
product-title-new = Nouveau produit
product-title-edit = Modifier { $product }
product-options = Options
product-option-name = Nom de l’option
product-option-values = Valeurs
product-variants = Variantes
product-variants-count = { $count ->
    [one] { $count } variante
   *[other] { $count } variantes
}
product-sku = SKU
product-barcode = Code-barres
product-weight = Poids en grammes
product-compare-at = Ancien prix
product-compare-at-hint = Affiché barré ; doit dépasser le prix
product-stock = Stock
product-stock-untracked = Non compté
product-stock-track = Compter le stock
product-tax-class = Catégorie de taxe
product-tax-standard = Normale
product-tax-reduced = Réduite
product-tax-exempt = Exonérée
product-status-active = En vente
product-status-draft = Brouillon
product-status-archived = Archivé
product-status-closed = Fermé
product-archive = Archiver
product-archive-ask = Archiver { $product } ? Ses cartes d’achat afficheront « N’est plus vendu ici ».
product-saved = { $product } : enregistré.
product-limit-per-buyer = Au plus par personne
product-offer-ends = Fin de l’offre
product-post-it = Écrire une publication
product-pin = Épingler à la boutique
product-ready = Prêt à vendre
product-not-ready = Pas encore prêt : { $reasons }

## Import

import-title = Importer des produits
import-drop = Déposez un fichier ici, ou choisissez-en un
import-url = ou donnez l’adresse d’un flux
import-formats = CSV Shopify, CSV et TSV Google ou Meta, RSS et Atom Google. Le format est reconnu tout seul.
import-check = Vérifier le fichier
import-checking = Vérification…
import-format = Reconnu comme { $format }
import-preview-title = Ce qui va se passer
import-will-create = { $count ->
    [one] { $count } produit sera créé
   *[other] { $count } produits seront créés
}
import-will-change = { $count ->
    [one] { $count } produit sera modifié
   *[other] { $count } produits seront modifiés
}
import-will-remove = { $count ->
    [one] { $count } produit n’est plus dans le fichier
   *[other] { $count } produits ne sont plus dans le fichier
}
import-unchanged = { $count ->
    [one] { $count } produit reste tel quel
   *[other] { $count } produits restent tels quels
}
import-refused = { $count ->
    [one] { $count } ligne est refusée
   *[other] { $count } lignes sont refusées
}
import-refused-line = Ligne { $line }, colonne { $column }
import-refused-value = Valeur « { $value } »
import-refused-download = Télécharger les lignes refusées
import-start = Importer
import-progress = { $done } lignes sur { $total }
import-done = Import terminé
import-done-text = { $created } créés, { $changed } modifiés, { $refused } refusés.
import-shrinks-title = Ce fichier retirerait une grande partie de votre catalogue
import-shrinks-text = { $percent } de vos produits n’y figurent pas. Est-ce le bon fichier ?
import-shrinks-confirm = Oui, les retirer
import-failed = L’import s’est arrêté : { $reason } Rien n’est perdu ; vous pouvez le relancer.
import-history = Imports précédents

## Publications

sposts-title = Publications
sposts-empty-title = Aucune publication pour l’instant
sposts-empty-text = Montrez ce que vous faites ; joignez un produit et on pourra l’acheter sur place.
sposts-earned = de ventes, remboursements déduits
sposts-posted = publié à { $time }

## Chiffres

figures-title = Chiffres
figures-seen = Vues
figures-tapped = Cartes touchées
figures-checkout = Commandes commencées
figures-paid = Payées
figures-delivered = Livrées
figures-kept = Gardées
figures-gross = Brut
figures-net = Net
figures-refunds = Remboursements
figures-fees = Frais
figures-by-post = Par publication
figures-by-product = Par produit
figures-by-day = Par jour
figures-period = Période
figures-last-7 = 7 derniers jours
figures-last-30 = 30 derniers jours
figures-last-90 = 90 derniers jours
figures-empty = Les chiffres paraissent avec votre première publication qui porte un produit.
figures-table = Afficher en tableau
figures-per-currency = En { $currency }
figures-zone = Comptés { $range }, en jours à l’heure de la boutique ({ $zone }).

## Clients

product-stock-gaps = { $stock }, { $count ->
    [one] { $count } variante épuisée
   *[other] { $count } variantes épuisées
}
customers-title = Clients
customers-empty-text = Tous ceux qui achètent chez vous paraissent ici.
customers-marketing-yes = Veut des nouvelles
customers-marketing-no = Ne veut pas de nouvelles
customers-export = Exporter ceux qui veulent des nouvelles
customers-since = Client depuis le { $date }

## Réglages

settings-title = Réglages
settings-shop = Boutique
settings-shop-name = Nom de la boutique
settings-shop-handle = Adresse du profil
settings-legal-name = Vendeur légal
settings-legal-name-hint = Le nom qui figure sur les factures
settings-contact-email = Contact pour les clients
settings-support-hours = Quand vous répondez
settings-accent = Couleur d’accent
settings-currency = Devise de vos prix
settings-zone = Fuseau horaire
settings-shipping = Livraison
settings-zones = Zones de livraison
settings-zone-add = Ajouter une zone
settings-zone-countries = Pays
settings-rate-add = Ajouter un tarif
settings-rate-flat = Fixe
settings-rate-free-above = Offert à partir de
settings-rate-by-weight = Selon le poids
settings-rate-days = Jours jusqu’à la livraison
settings-handling-days = Jours de préparation
settings-tax = Taxes
settings-tax-included = Les prix comprennent la taxe
settings-tax-added = La taxe s’ajoute à la commande
settings-tax-rate = Taux
settings-register-number = Numéro d’immatriculation
settings-tax-number-hint = Il figure sur les factures
settings-tax-number = Numéro de TVA
settings-policies = Conditions
settings-policy-returns = Retours
settings-policy-returns-days = Jours pour renvoyer
settings-policy-privacy = Adresse de votre politique de confidentialité
settings-policy-terms = Adresse de vos conditions de vente
settings-staff = Équipe
settings-staff-invite = Inviter quelqu’un
settings-staff-role = Rôle
settings-staff-remove = Retirer { $name }
settings-staff-you = vous
settings-keys = Clés d’API
settings-key-new = Nouvelle clé
settings-key-once = Cette clé ne s’affiche que maintenant. Gardez-la en lieu sûr.
settings-key-revoke = Révoquer
settings-key-scopes = Ce qu’elle permet
settings-key-test = Clé de test
settings-saved = Vos réglages sont enregistrés.
settings-low-stock = Prévenir quand il reste moins de

## Rôles

role-owner-text = Peut tout faire
role-manager-text = Produits, publications, commandes, remboursements, réglages
role-support-text = Commandes et messages
role-analyst-text = Chiffres seulement

## Journal

log-title = Journal
log-empty = Rien n’a encore été fait.
log-by = { $name } · { $when }

figures-definitions = Comment ces chiffres sont comptés
studio-sold-out = Épuisés
act-merchant-open = Ouverture de la boutique
act-merchant-verify = Vérification du marchand
act-merchant-limit = Limitation du marchand
act-merchant-suspend = Suspension du marchand
act-profile-change = Réglages de la boutique modifiés
act-shipping-change = Livraison modifiée
act-tax-change = Taxes modifiées
act-staff-invite = Invitation envoyée
act-staff-withdraw = Invitation retirée
act-staff-join = Arrivée dans l’équipe
act-staff-role = Rôle modifié
act-staff-remove = Départ de l’équipe
act-key-make = Clé d’API créée
act-key-revoke = Clé d’API révoquée
act-product-create = Produit ajouté
act-product-edit = Produit modifié
act-product-status = Statut d’un produit modifié
act-product-pin = Produit épinglé
act-product-unpin = Produit désépinglé
act-prices-set = Prix modifiés
act-stock-set = Stock modifié
act-picture-add = Image ajoutée
act-picture-alt = Image décrite
act-picture-remove = Image retirée
act-sale-set = Produit mis en promotion
act-sale-end = Promotion terminée
act-offer-make = Offre créée
act-offer-open = Offre ouverte
act-offer-close = Offre fermée
act-import-bring = Fichier de produits fourni
act-import-file = Fichier importé
act-import-confirm = Import confirmé
act-import-discard = Import abandonné
act-import-done = Import terminé
act-order-ship = Expédition
act-order-delivered = Arrivée notée
act-order-cancel = Commande annulée
act-order-refund = Remboursement
act-order-note = Note laissée
act-request-answer = Réponse à une demande
act-customers-export = Export des clients
act-job-resend = Tâche relancée
act-switch-throw = Achats fermés
act-switch-lift = Achats rouverts
act-gate-open = Fonction ouverte à tous
act-gate-restrict = Fonction ouverte selon des règles
act-gate-rule = Règle ajoutée à une fonction
act-gate-drop-rule = Règle retirée d’une fonction
act-gate-auto-stop = Arrêt automatique défini
act-settings-change = Réglage modifié
act-account-create = Compte créé
act-archive-ask = Archive demandée
act-archive-bring = Archive reprise
act-account-erase = Compte effacé
log-system = Buyline
log-key = clé d’API « { $name } »
log-key-gone = une clé d’API
log-server = tout le serveur
log-not-counted = non compté
log-picture = image { $number }
log-units = { $count ->
    [one] { $count } unité
   *[other] { $count } unités
}
log-zones = { $count ->
    [one] { $count } zone
   *[other] { $count } zones
}
log-rates = { $count ->
    [one] { $count } taux
   *[other] { $count } taux
}
log-customers = { $count ->
    [one] { $count } client
   *[other] { $count } clients
}
log-accepted = acceptée
log-refused = refusée
job-drive-order = Faire avancer une commande
job-refund = Rendre de l’argent
job-look-at-payment = Examiner un paiement
job-look-at-refund = Examiner un remboursement
job-order-mail = Message sur une commande
job-code-mail = Message avec un code
job-new-orders-mail = Message sur de nouvelles commandes
job-import-preview = Vérifier un fichier de produits
job-import-run = Écrire un fichier de produits
job-fetch-images = Récupérer des images
job-low-stock-mail = Message sur un stock bas
job-links-mail = Message avec les liens des commandes
job-invitation-mail = Message d’invitation
job-standing-mail = Message sur une décision
job-forget-method = Oublier un moyen de paiement
job-restock-mail = Message sur un retour en stock
log-about = Objet
product-ships = Il est expédié à l’acheteur
product-tags = Mots-clés
product-tags-hint = Séparés par des virgules
product-option-values-hint = Séparées par des virgules : chêne, frêne. Chaque combinaison devient une variante.
product-stock-hint = Pour chaque variante. Laissez vide pour ne pas compter
product-variant-only = La seule variante
product-variant-first = Prix et stock
product-publish = Mettre en vente
product-unpin = Ne plus épingler
product-error-options = Donnez à chaque option un nom et des valeurs ; il faut au moins une variante, au plus 100.
import-state-waiting = En attente de votre accord
import-state-held = Retenu
import-state-running = Import en cours
import-state-failed = L’import s’est arrêté
import-state-discarded = Abandonné
import-rows-read = { $count ->
    [one] { $count } ligne lue
   *[other] { $count } lignes lues
}
import-format-shopify = CSV Shopify
import-format-google = flux Google ou Meta
import-format-xml = flux RSS ou Atom
import-count-created = nouveaux
import-count-changed = modifiés
import-count-same = inchangés
import-count-missing = absents du fichier
import-count-refused = { $count ->
    [one] ligne refusée
   *[other] lignes refusées
}
import-missing-stays = Des lignes ont été refusées : les produits absents du fichier restent en vente.
import-notes = Bon à savoir
import-currency = Là où le format permet des prix sans devise, ils sont en { $currency }, la devise de cette boutique.
files-size = { $count } Mio
files-room = Les images des produits et les fichiers de produits occupent { $used } sur { $limit }.
files-full = Il n’y a pas de place pour ce fichier : les images des produits et les fichiers de produits occupent { $used }, et la limite est de { $limit }. Demandez plus de place à l’opérateur.
import-created = Nouveaux produits
import-changed = Produits modifiés
import-refused-rows = Lignes refusées
import-more = { $count ->
    [one] et un autre
   *[other] et { $count } autres
}
import-more-details = { $count ->
    [one] et un détail de plus
   *[other] et { $count } détails de plus
}
import-refused-first = { $count ->
    [one] Le fichier contient la première.
   *[other] Le fichier contient les { $count } premières.
}
import-col-variant = Variante
import-col-before = Avant
import-col-after = Après
import-price-instead = { $price } au lieu de { $before }
import-what-variant = Nouvelle variante
import-what-variant-of = Nouvelle variante { $variant }
import-what-variant-text = { $price }, stock : { $stock }
import-what-title = Titre
import-what-status = État
import-what-price = Prix
import-what-price-of = Prix de { $variant }
import-what-stock = Stock
import-what-stock-of = Stock de { $variant }
import-what-gone = Variante
import-what-gone-of = Variante { $variant }
import-what-gone-text = Absente du fichier : elle n’est plus vendue
import-what-other = Autres détails
import-what-other-text = Comme dans le fichier : description, images, référence et autres
import-col-line = Ligne
import-col-column = Colonne
import-col-value = Valeur
start-verify-missing = Il manque encore : { $things }.
missing-legal-name = le vendeur légal
missing-postal-address = l’adresse postale
missing-contact-email = un contact pour les clients
missing-contact-confirmed = le code reçu par e-mail
missing-shipping = un tarif de livraison
missing-returns-policy = les conditions de retour
settings-postal-address = Adresse postale
settings-accent-invalid = Écrivez la couleur sous la forme #2b6cb0.
settings-currency-in-use = La devise ne peut plus changer dès qu’il y a des produits.
settings-too-long = Un texte est trop long.
settings-too-many = C’est plus que ce qui est conservé ici. Supprimez-en d’abord.
settings-shipping-text = Un bloc par tarif. Les tarifs des mêmes pays vont ensemble ; un astérisque désigne le reste du monde.
settings-rate-new = Nouveau tarif
settings-rate-name = Nom pour les clients
settings-rate-kind = Type
settings-zone-countries-hint = Codes comme FR BE DE, ou * pour le reste du monde
settings-zone-regions = Seulement ces régions
settings-rate-bands = Grammes et prix
settings-rate-bands-hint = Jusqu’à tant de grammes, tant : 1000: 4.90; 5000: 8.90
settings-rate-days-min = Jours, au plus tôt
settings-rate-days-max = Jours, au plus tard
settings-rate-days-reversed = Le premier jour ne peut pas être après le dernier.
settings-tax-text = Un bloc par pays, région et classe. Une région l’emporte sur son pays.
settings-tax-add = Ajouter un taux
settings-tax-on-shipping = La livraison est taxée aussi
settings-tax-rate-invalid = Donnez un pourcentage de 0 à 100, comme 20 ou 5,5.
settings-tax-twice = Deux taux visent le même lieu et la même classe.
settings-tax-mixed = En un même lieu, la taxe est soit toujours comprise, soit toujours ajoutée.
settings-staff-invited = Invités
settings-staff-until = Valable jusqu’au
settings-staff-make = Rôle : { $role }
settings-staff-link = Un mail avec ce lien part vers { $email }. Il ne sert qu’une fois et n’est affiché ici que maintenant.
settings-staff-last-owner = Une boutique a besoin d’au moins un propriétaire.
join-title = Rejoindre { $merchant }
join-button = Rejoindre
join-other-title = Cette invitation est pour quelqu’un d’autre
join-other-text = Elle a été envoyée à { $invited }, et vous êtes connecté avec { $email }. Rien n’a changé. Pour rejoindre la boutique, connectez-vous avec cette adresse, ou créez un compte avec elle.
join-other-button = Se déconnecter et utiliser l’autre adresse
settings-keys-text = Les programmes utilisent des clés pour travailler avec votre boutique. Chacune ne peut faire que ce que vous choisissez.
settings-key-revoked = Révoquée
settings-key-live = En vigueur
settings-key-no-scope = Choisissez au moins une chose qu’elle peut faire.
scope-catalog-read = Lire les produits et le stock
scope-catalog-write = Modifier les produits et le stock
scope-orders-read = Lire les commandes et les acheteurs
scope-orders-write = Expédier, annuler et rembourser
scope-posts-write = Écrire des publications
scope-reports-read = Lire les chiffres

## Après la vente

sorder-delivered = Noter l’arrivée
sorder-fulfill-not-ready = Cette commande ne peut pas être expédiée maintenant.
sorder-fulfill-nothing = Il ne reste rien à expédier, ou rien n’est choisi.
sorder-fulfill-url-wrong = Le lien de suivi doit commencer par https:// et ne contenir aucun espace.
sorder-cancel-shipped = Une partie de la commande est expédiée. Remboursez-la à son retour.
sorder-refund-text = Choisissez ce que vous remboursez, ou saisissez un montant.
sorder-refund-shipping = La livraison aussi
sorder-refund-amount-zero = Indiquez un montant supérieur à zéro.
sorder-refund-nothing = Choisissez quoi rembourser, ou saisissez un montant.
sorder-refund-either = Choisissez des articles et la livraison, ou saisissez un montant : pas les deux.
sorder-refund-amount-wrong = Ce n’est pas un montant. Écrivez-le comme 24,90.
sorder-refund-too-much = C’est trop. Au plus { $amount } peuvent encore être remboursés.
sorder-refund-step = Dans cette devise, seuls des multiples de { $step } peuvent être remboursés.
sorder-out-of-reach = Le compte sur lequel cette commande a été payée est hors d’atteinte. Son argent ne bouge que sur les pages du prestataire de paiement.
sorder-refund-again = Ce formulaire a déjà été envoyé, ou il est trop ancien pour en être sûr. Regardez ce que la commande indique comme remboursé ; s’il manque quelque chose, envoyez-le encore une fois.
sorder-refund-underway = Le remboursement est en cours.
sorder-refund-failed = Le remboursement de { $amount } n’est pas parvenu à l’acheteur
sorder-refund-failed-text = La banque de l’acheteur ou le prestataire de paiement ne l’a pas accepté : l’argent est chez vous. Réessayez, ou demandez à l’acheteur un autre moyen de le rembourser.
sorder-refund-retry = Rendre { $amount } à nouveau
figures-outside-posts = Hors des publications
figures-seen-text = Combien de fois une carte d’achat figurait sur une page affichée.
figures-checkout-text = Paiements commencés qui contenaient le produit.
figures-paid-text = Commandes qui contiennent le produit et dont le paiement a été encaissé, comptées ce jour-là.
figures-kept-text = Commandes qui contiennent le produit, arrivées, et dont rien n’a été remboursé.
figures-unit = Chaque étape compte des cartes : un paiement commencé ou une commande de plusieurs produits compte une fois pour chacun.
figures-gross-text = Ce que les clients ont payé pour les articles, taxes comprises, sans la livraison.
figures-net-text = Le brut moins ce qui en a été remboursé.
sorder-fulfill-too-many = { $count ->
    [0] Il n’en reste aucun à expédier.
    [one] Il n’en reste que { $count } à expédier.
   *[other] Il n’en reste que { $count } à expédier.
}
sorder-refund-too-many = { $count ->
    [0] Tout est déjà remboursé.
    [one] Seul { $count } peut encore être remboursé.
   *[other] Seuls { $count } peuvent encore être remboursés.
}
todo-requests = { $count ->
    [one] demande en attente
   *[other] demandes en attente
}
todo-failed = { $count ->
    [one] tâche abandonnée
   *[other] tâches abandonnées
}
product-pictures-max = { $count ->
    [one] Un produit a une image au plus. Retirez-la pour en ajouter une autre.
   *[other] Un produit a au plus { $count } images. Retirez-en une pour en ajouter une autre.
}
product-error-pinned = Il y a déjà assez de produits épinglés.

## Offers for a time, or so many each

sale-title = Promotion
sale-text = Des prix plus bas pour un temps. Ils commencent et finissent d’eux-mêmes, et la carte barre le prix normal.
sale-make = Mettre le produit en promotion
sale-make-button = Enregistrer la promotion
sale-starts = Début
sale-ends = Fin
sale-percent = Pourcentage de remise
sale-percent-hint = Soit un pourcentage sur tous les prix ci-dessous, soit un prix pour chacun.
sale-percent-wrong = Donnez un nombre entier de 1 à { $count }.
sale-price-in = Prix en promotion ({ $currency })
sale-usual = Normalement { $price }. Laissé vide, il y reste.
sale-usual-price = Prix normal
sale-price = Prix en promotion
sale-not-lowered = Prix normal
sale-end = Mettre fin à la promotion
sale-empty = Donnez un pourcentage, ou au moins un prix plus bas que le prix normal.
sale-price-wrong = Ce prix doit être plus bas que le prix normal.
sale-times-wrong = La promotion doit finir après son début, et pas dans le passé.
sale-own-missing = Une promotion demande un prix dans la devise de la boutique.
offers-title = Offres
offers-text = Une durée limitée ou un nombre limité par personne. La carte compte à rebours et l’achat s’y tient. L’offre sans limite continue à côté tant que vous ne la fermez pas.
offers-make = Créer une offre limitée
offers-make-button = Créer l’offre
offers-starts = Début de l’offre
offers-starts-hint = Laissez vide pour commencer tout de suite
offers-clock = À l’heure de votre boutique : { $zone }
offers-limit-hint = Unités en tout, de 1 à 999
offers-limit-wrong = Donnez un nombre entier de 1 à 999.
offers-limited-time = Pour une durée limitée
offers-plain = Sans limite
offers-runs = En cours
offers-waits = Pas commencée
offers-close = Fermer
offers-open = Rouvrir
offers-times-wrong = L’offre doit finir après son début, et pas dans le passé.
offers-not-on-sale = Ce produit n’est pas en vente. Mettez-le d’abord en vente.
offers-terms-missing = Indiquez une fin, un début ou un nombre par personne. Sans cela, écrivez simplement un post sur le produit.
field-time-invalid = Donnez un jour et une heure, comme 2026-12-24 18:00.
product-more-price-wrong = Le prix ne peut pas être négatif, et le prix avant doit être plus élevé.
settings-time-zone = Fuseau horaire
settings-time-zone-hint = Comme Europe/Paris ou America/New_York
settings-more-currencies = Autres devises
settings-more-currencies-hint = Des codes comme USD, JPY. Chaque produit a alors un champ de prix pour chacune ; chaque tarif de livraison aussi.
settings-more-currencies-wrong = Au plus huit autres devises, chacune une fois, sans votre devise principale.
settings-rate-currency-hint = Une autre devise est proposée aux acheteurs dès que chaque zone a un tarif dans cette devise.
settings-staff-withdraw = Retirer

## What moved for an order, as the ledger has it
money-title = Argent
money-none = Rien n’a encore bougé : l’argent est encaissé une fois le délai d’annulation passé.
money-left = Ce qui vous reste
money-charge = Payé par l’acheteur
money-refund = Remboursé
money-refund-failed = Un remboursement est revenu
money-provider-fee = Frais du prestataire de paiement
money-application-fee = Frais de ce serveur
money-application-fee-refund = Frais de ce serveur, rendus
money-dispute = Repris par la banque de l’acheteur
money-dispute-fee = Frais du litige
money-dispute-won = Litige gagné : l’argent est revenu
money-payout = Viré à la banque
money-payout-failed = Un virement est revenu

## Ce qui arrête une boutique

studio-stopped-server = L’administrateur a fermé les achats sur tout le serveur. Les commandes ouvertes suivent leur cours ; vos cartes rouvrent d’elles-mêmes avec les achats.
studio-stopped-shop = L’administrateur a fermé les achats dans votre boutique. Les commandes ouvertes suivent leur cours.
studio-limited-means = { $count ->
    [one] Votre boutique prend au plus { $count } commande par jour et n’ajoute pas de nouvelles cartes d’achat ; ce qui est publié continue de se vendre.
   *[other] Votre boutique prend au plus { $count } commandes par jour et n’ajoute pas de nouvelles cartes d’achat ; ce qui est publié continue de se vendre.
}
studio-suspended-means = Rien ne peut être acheté dans votre boutique ; les commandes ouvertes sont encore expédiées et remboursées.

## Where the money of a shop goes

settings-payments = Paiements
payments-text = Les acheteurs paient votre boutique directement : l’argent de vos ventes va sur votre propre compte chez le prestataire de paiement, et de là à votre banque.
payments-text-operator = Sur ce serveur, le compte de l’administrateur reçoit l’argent de toutes les ventes. Il n’y a rien à régler ici.
payments-none = Personne ne peut encore vous payer
payments-none-text = Connectez un compte chez le prestataire de paiement. On vous y demande qui vous êtes et où vont les virements ; ce que vous y dites reste là-bas.
payments-ask-owner = Un propriétaire de la boutique doit connecter un compte.
payments-off = Les acheteurs ne peuvent pas vous payer en ce moment
payments-off-text = Vos cartes se rouvrent d’elles-mêmes dès que c’est réglé. Les commandes passées restent : elles sont encore encaissées et remboursées.
payments-unreached-text = Tant que le compte est hors d’atteinte, ce qui y a été payé ne peut être ni encaissé ni remboursé d’ici ; une réservation qui n’est pas encaissée expire chez le prestataire.
payments-no-payouts = Les acheteurs peuvent vous payer, mais rien n’arrive encore à votre banque
payments-due = Les acheteurs peuvent vous payer, et le prestataire demande quelque chose
payments-due-text = Répondez à temps, pour que cela reste ainsi.
payments-on = Les acheteurs peuvent vous payer
payments-wanted = Le prestataire demande
payments-deadline = À fournir avant le { $date }.
payments-account = Compte
payments-charges = Peut être payé
payments-payouts = Versé à une banque
payments-looked-at = Dernière demande
payments-fee = Retenu par l’administrateur
payments-fee-none = Rien
payments-fee-rate = { $rate } de chaque paiement
payments-connect = Connecter un compte
payments-go-on = Continuer chez le prestataire
payments-look = Redemander
payments-looked = Le prestataire a été interrogé ; voici où en est le compte.
payments-disconnect = Déconnecter
payments-disconnect-ask = Rien de votre boutique ne pourra alors être acheté, jusqu’à ce qu’un compte soit de nouveau connecté. Ce qui a été payé reste sur le compte.
payments-disconnect-again = Connecter de nouveau plus tard reprend le même compte.
payments-disconnect-ask-gone = Ce serveur n’atteint plus le compte, que vous le déconnectiez ou non : ce qui y a été payé ne peut être ni encaissé, ni remboursé, ni annulé d’ici, mais seulement sur les pages du prestataire. Déconnectez-le pour être payé sur un autre compte.
payments-left-held = { $count ->
    [one] { $count } commande n’y est pas encore encaissée : la réservation expire d’elle-même chez le prestataire.
   *[other] { $count } commandes n’y sont pas encore encaissées : les réservations expirent d’elles-mêmes chez le prestataire.
}
payments-left-refundable = { $count ->
    [one] { $count } commande y a été payée et pourrait encore être remboursée.
   *[other] { $count } commandes y ont été payées et pourraient encore être remboursées.
}
payments-left-disputes = { $count ->
    [one] { $count } litige y est ouvert.
   *[other] { $count } litiges y sont ouverts.
}
payments-left-refunds = { $count ->
    [one] { $count } remboursement y a été promis et n’est pas encore fait.
   *[other] { $count } remboursements y ont été promis et ne sont pas encore faits.
}
payments-leave = Cette clé est d’un autre compte que { $account }, sur lequel votre boutique est payée maintenant.
payments-leave-connected = Ce qui y a été payé peut encore être remboursé d’ici. Pour revenir plus tard, déconnectez la clé et connectez de nouveau : le même compte est repris.
payments-leave-lost = Ce qui y a été payé ne pourra alors être ni remboursé ni défendu dans un litige d’ici, mais seulement sur les pages du prestataire.
payments-leave-again = Pour continuer, cochez la case et collez la clé restreinte encore une fois.
payments-leave-sure = Quitter le compte { $account }
payments-key-anothers = Une autre boutique de ce serveur est ou a été payée sur ce compte Stripe. Il faut à chaque boutique un compte à elle : ouvrez-en un autre chez Stripe et collez-en une clé.
payments-disconnected = Le compte est déconnecté.
payments-on-the-way = { $count ->
    [one] { $count } commande est encore en cours de paiement. Attendez que son argent soit encaissé.
   *[other] { $count } commandes sont encore en cours de paiement. Attendez que leur argent soit encaissé.
}
payments-provider-down = Le prestataire de paiement n’a pas accepté cela pour l’instant. Rien n’a changé ; réessayez dans un moment.
payments-why-gone = Ce serveur ne peut plus interroger le compte : son titulaire a retiré l’accès. Déconnectez-le, puis connectez-en un de nouveau.
payments-why-review = Le prestataire examine le compte.
payments-why-rejected = Le prestataire a refusé le compte.
payments-why-paused = L’administrateur a mis le compte en pause chez le prestataire.
payments-key-title = Une clé à vous
payments-key-replace = Remplacer la clé
payments-key-text = Vous avez déjà un compte Stripe : créez-y une clé restreinte (Développeurs → Clés API) avec les autorisations ci-dessous, et collez-la avec votre clé publiable. Elle est vérifiée aussitôt, gardée scellée, et jamais montrée de nouveau.
payments-key-means = Votre boutique est alors payée à part : ses articles ne s’achètent pas en même temps que ceux d’autres boutiques, et l’opérateur ne garde rien de ses ventes.
payments-key-publishable = Clé publiable
payments-key-secret = Clé restreinte
payments-key-button = Vérifier et utiliser
payments-key = Clé
payments-key-done = La clé est utilisée. Les acheteurs paient sur votre propre compte.
payments-key-mighty = C’est une clé secrète : qui la possède peut tout faire sur votre compte. Créez une clé restreinte (rk_…) avec les autorisations ci-dessous, et renouvelez celle-ci chez Stripe si elle est utilisée.
payments-key-none = Ce n’est pas une clé restreinte. Elle commence par rk_.
payments-key-no-publishable = Ce n’est pas une clé publiable. Elle commence par pk_.
payments-key-mode-test = Les paiements ne sont pas réels ici : les deux clés doivent être des clés de test (pk_test_…, rk_test_…).
payments-key-mode-live = Les paiements sont réels ici : les deux clés doivent être des clés réelles (pk_live_…, rk_live_…).
payments-key-two-accounts = Les deux clés appartiennent à des comptes Stripe différents.
payments-key-unknown = Stripe ne connaît pas cette clé. Elle a été révoquée ou renouvelée, ou n’est pas entière.
payments-key-lacks = Il manque des autorisations à la clé ; le tableau dit lesquelles. Ajoutez-les chez Stripe et collez la clé de nouveau.
payments-key-refused = Stripe ne l’a pas acceptée : { $reason }
payments-why-key-gone = Stripe n’accepte plus votre clé : elle a été révoquée, renouvelée ou a expiré. Collez-en une nouvelle.
payments-why-key-lacks = Il manque des autorisations à votre clé. Ajoutez-les chez Stripe et redemandez, ou collez une autre clé.
payments-fee-own-key = Rien, avec une clé à vous
payments-disconnect-ask-key = Rien de votre boutique ne pourra alors être acheté, jusqu’à ce qu’un compte soit de nouveau connecté. La clé est oubliée, et ce qui a été payé avec elle ne peut être remboursé que sur les pages de Stripe.
permission-title = Ce que la clé doit pouvoir faire
permission-col = Autorisation
permission-col-for = Pour quoi
permission-named = { $name }, { $right }
permission-read = lecture
permission-write = écriture
permission-there = Présente
permission-missing = Manquante
permission-account = Voir si les acheteurs peuvent vous payer, et ce que demande Stripe
permission-payments = Réserver, encaisser et libérer un paiement
permission-refunds = Rembourser
permission-customers = Enregistrer une carte pour le prochain achat
permission-methods = Oublier une carte enregistrée
permission-disputes = Répondre à un litige et l’accepter
permission-payouts = Lister ce qui est arrivé à votre banque
permission-movements = Comparer les comptes de Stripe avec les nôtres
permission-events = Parcourir ce qui n’a jamais été annoncé
permission-webhooks = Être informé de ce qui se passe
wanted-bank = Un compte bancaire pour les virements
wanted-terms = Votre accord aux conditions du prestataire
wanted-shop-page = L’adresse de la page de votre boutique
wanted-trade = Ce que vend l’entreprise
wanted-business = Des précisions sur l’entreprise
wanted-business-type = Le type d’entreprise
wanted-business-proof = Une preuve que l’entreprise existe
wanted-business-address = L’adresse de l’entreprise
wanted-statement = Le nom sur les relevés bancaires de vos acheteurs
wanted-tax-number = Un numéro fiscal
wanted-register-number = Le numéro au registre du commerce
wanted-owners = Qui possède et dirige l’entreprise
wanted-identity = Une pièce d’identité
wanted-birth = Une date de naissance
wanted-address = Une adresse personnelle
wanted-name = Un prénom et un nom
wanted-id-number = Un numéro d’identité personnel
wanted-contact = Une adresse e-mail et un numéro de téléphone
todo-payee = demandé par le prestataire de paiement
studio-unpaid = Personne ne peut payer votre boutique
studio-unpaid-means = Vos produits sont montrés et ne peuvent pas être achetés.

settings-giving = Arrondi solidaire
round-up-settings = Arrondir pour une collecte
round-up-settings-text = Qui vient d’acheter chez vous peut arrondir ce qui a été payé. La différence est un don : elle va directement à l’association, qui envoie le reçu. Rien ne passe par vous.
round-up-campaign = Collecte
round-up-campaign-hint = L’adresse d’une collecte de ce serveur, par exemple /donate/cpn_…. Laissez vide pour ne rien demander.
round-up-chosen = Vos acheteurs peuvent donner pour « { $campaign } », de { $nonprofit }.
round-up-given = Ils ont donné { $amount } en { $count ->
    [one] un don
   *[other] { $count } dons
}.
round-up-unknown = Aucune collecte ne porte ce nom. Ouvrez la page de la collecte et copiez son adresse.
round-up-not-taking = Il n’y a pas ici de telle collecte qui reçoive des dons en ce moment.
round-up-currency = Cette collecte reçoit des { $currency }, et votre boutique ne vend pas dans cette devise.
act-round-up-choose = A choisi pour quoi les acheteurs peuvent arrondir
