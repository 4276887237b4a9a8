### Les mots que toute page peut employer.

-brand = Buyline
brand = { -brand }
page-title = { $page } · { -brand }
tagline = Un bouton Acheter dans chaque publication

## Navigation

nav-label = Navigation principale
nav-skip = Aller au contenu
nav-home = Accueil
nav-explore = Découvrir
nav-search = Rechercher
nav-basket = Panier
nav-basket-count = { $count ->
    [0] Panier
    [one] Panier, { $count } article
   *[other] Panier, { $count } articles
}
nav-messages = Messages
nav-orders = Commandes
nav-profile = Profil
nav-account = Compte
nav-settings = Réglages
nav-studio = Studio
nav-console = Console
nav-sign-in = Se connecter
nav-sign-up = Créer un compte
nav-sign-out = Se déconnecter
nav-compose = Nouvelle publication
nav-more = Plus
nav-menu = Menu
nav-language = Langue
nav-help = Aide

## Actions

action-save = Enregistrer
action-saved = Enregistré
action-close = Fermer
action-back = Retour
action-continue = Continuer
action-change = Changer
action-edit = Modifier
action-delete = Supprimer
action-remove = Retirer
action-add = Ajouter
action-create = Créer
action-apply = Appliquer
action-confirm = Confirmer
action-send = Envoyer
action-search = Rechercher
action-filter = Filtrer
action-clear = Effacer
action-show-more = Afficher plus
action-show-less = Afficher moins
action-retry = Réessayer
action-refresh = Actualiser
action-copy = Copier
action-copied = Copié
action-download = Télécharger
action-download-csv = Télécharger en CSV
action-upload = Envoyer un fichier
action-print = Imprimer
action-open = Ouvrir
action-view = Voir
action-undo = Annuler
action-yes = Oui
action-no = Non
action-ok = OK
action-dismiss = Ignorer
action-learn-more = En savoir plus

## États d’une page

state-loading = Chargement…
state-working = En cours…
state-offline = Vous êtes hors ligne. Ce que vous voyez n’est peut-être plus à jour.
state-back-online = Vous êtes de nouveau en ligne.
state-updated = Mis à jour
state-empty = Rien ici pour l’instant
state-no-results = Rien ne correspond à « { $query } ».
state-optional = facultatif
state-required = obligatoire
state-new = Nouveau
state-test-mode = Mode test
state-test-mode-explained = Les paiements ne sont pas réels ici : aucune carte n’est débitée, rien n’est expédié.
state-demo = Démo
state-demo-role = Vous êtes ici comme { $role }.
state-demo-switch = Voir comme
state-js-needed = Tout fonctionne aussi sans scripts : chaque bouton est un formulaire.

## Pages

page-newer = Plus récent
page-older = Plus ancien
page-next = Suivant
page-previous = Précédent
page-of = Page { $page } sur { $pages }
page-end = Vous êtes arrivé au bout.

## Quantités

items = { $count ->
    [one] { $count } article
   *[other] { $count } articles
}
pieces = { $count ->
    [one] { $count } exemplaire
   *[other] { $count } exemplaires
}
results = { $count ->
    [0] Aucun résultat
    [one] { $count } résultat
   *[other] { $count } résultats
}
days = { $count ->
    [one] { $count } jour
   *[other] { $count } jours
}
hours = { $count ->
    [one] { $count } heure
   *[other] { $count } heures
}
minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
seconds = { $count ->
    [one] { $count } seconde
   *[other] { $count } secondes
}
orders-count = { $count ->
    [0] Aucune commande
    [one] { $count } commande
   *[other] { $count } commandes
}
products-count = { $count ->
    [0] Aucun produit
    [one] { $count } produit
   *[other] { $count } produits
}
times = × { $count }

## Champs communs

field-name = Nom et prénom
field-email = Adresse e-mail
field-phone = Téléphone
field-phone-hint = Seulement en cas de question sur la livraison
field-company = Société
field-address = Adresse
field-address-line1 = Numéro et rue
field-address-line2 = Appartement, étage, bâtiment
field-postal-code = Code postal
field-city = Ville
field-region = Région ou État
field-country = Pays
field-country-choose = Choisissez un pays
field-quantity = Quantité
field-quantity-fewer = Un de moins
field-quantity-more = Un de plus
field-price = Prix
field-currency = Devise
field-date = Date
field-note = Note
field-message = Message
field-reason = Motif
field-password = Mot de passe
field-password-show = Afficher le mot de passe
field-password-hide = Masquer le mot de passe
field-title = Titre
field-description = Description
field-image = Image
field-images = Images
field-image-alt = Ce que montre l’image
field-image-alt-hint = Lu à voix haute aux personnes qui ne la voient pas
field-file = Fichier
field-status = État
field-theme = Apparence
theme-system = Comme l’appareil
theme-light = Claire
theme-dark = Sombre
language-en = English
language-fr = Français

## Totaux

sum-subtotal = Sous-total
sum-shipping = Livraison
sum-shipping-free = Offerte
sum-discount = Remise
sum-tax-included = dont TVA { $rate }
sum-tax-added = Taxe { $rate }
sum-including-tax = dont TVA
sum-tax = Taxe
sum-total = Total
sum-from = à partir de { $price }
sum-fees = Frais
sum-net = Net
sum-gross = Brut
sum-refunded = Remboursé
sum-paid = Payé

## Rôles

role-buyer = client
role-guest = invité
role-merchant = commerçant
role-nonprofit = association
role-owner = Propriétaire
role-manager = Gérant
role-support = Assistance
role-analyst = Analyste
role-operator = Administrateur du serveur
role-short-buyer = Achat
role-short-merchant = Boutique
role-short-nonprofit = Asso
role-short-operator = Serveur
opposite-explained = Ce que votre achat y déclenche.
opposite-none = Aucune commande encore. Achetez quelque chose : elle apparaît ici aussitôt.
opposite-undo = annulable encore { $duration }
opposite-taking = le paiement est en cours
opposite-earned = Cette publication a rapporté { $amount }.

## Pied de page

foot-about = À propos de ce serveur
foot-privacy = Confidentialité
foot-terms = Conditions
foot-legal = Mentions légales
foot-source = Code source
foot-sell = Ouvrir une boutique
sure = Confirmer ?
colon = { "\u00A0" }:
foot-api = API
foot-status = État du service

## À propos, confidentialité, conditions

about-what = Ici, des personnes et des boutiques publient, et une publication peut porter un bouton Acheter. Un geste devient une commande auprès de la boutique ; rien d’autre ne s’interpose.
about-sellers = Chaque boutique vend ce qu’elle propose : son nom, son contact et ses règles figurent sur chaque paiement et chaque commande. L’argent va directement à la boutique.
about-open = Le logiciel s’appelle Buyline. Il est libre et ouvert, et chacun peut l’héberger.
about-operator = Qui gère ce serveur
about-contact = { $server } peut être joint ici :
about-no-contact = { $server } n’a pas encore indiqué comment joindre son administrateur. Pour une commande, écrivez à la boutique : son contact figure sur la commande.
privacy-lead = Ce que ce serveur garde de vous, et pourquoi. Il n’envoie rien aux publicitaires et ne charge rien d’ailleurs.
privacy-orders-title = Commandes
privacy-orders = Nom, adresse, adresse e-mail et achats sont gardés avec la commande, pour vous et pour la boutique qui vend. La loi oblige les boutiques à les garder plusieurs années. Les autres boutiques ne les voient pas.
privacy-account-title = Votre compte
privacy-account = Identifiant, nom, adresse e-mail, publications, qui vous suivez, bloquez ou masquez, et où vous êtes connecté. Le mot de passe n’est gardé que sous une forme qu’on ne peut pas relire. Les adresses enregistrées sont supprimées dès que vous les supprimez.
privacy-cards-title = Cartes
privacy-cards = Les numéros de carte ne sont jamais gardés ici. Une carte enregistrée est un jeton du prestataire de paiement, avec sa marque et ses quatre derniers chiffres. Quand vous la supprimez, le prestataire est prié de l’oublier aussi.
privacy-counted-title = Ce qui est compté
privacy-counted = Le nombre de vues d’une publication et de gestes sur sa carte est compté pour la boutique, sans nom. Une commande se souvient de la publication d’où elle vient.
privacy-cookies-title = Cookies
privacy-cookies = Seulement les nécessaires : pour votre visite et votre panier, pour rester connecté, pour la langue, et pour une phrase après un formulaire. Aucun ne vous suit ailleurs.
privacy-notify-title = Rappels
privacy-notify = Si vous demandez à être prévenu d’un retour en stock, votre adresse e-mail est gardée pour ce seul message et oubliée avec lui.
terms-lead = Les règles de ce lieu, en bref. La loi de votre pays passe avant elles.
terms-contract-title = Acheter
terms-contract = Vous achetez à la boutique nommée sur la page de paiement. Ses règles de retour, de livraison et de garantie s’appliquent ; elles figurent à côté du bouton par lequel vous payez. Le prix sur ce bouton est le prix complet.
terms-undo-title = Changer d’avis
terms-undo = Peu après le paiement, vous pouvez annuler la commande vous-même, et aucun argent n’est pris. Ensuite, vous pouvez demander une annulation, un retour ou un remboursement sur la page de la commande. Le droit de rétractation que la loi vous donne reste entier.
terms-posts-title = Publier
terms-posts = Ce que vous écrivez est à vous et relève de votre responsabilité. Les publications contraires à la loi sont retirées quand elles sont signalées ; les boutiques qui trompent sont suspendues.

## Repères, nommés pour les lecteurs d’écran

page-label = Pages
foot-label = À propos de ce serveur
side-label = À côté de la page

## Quand le réseau manque

net-lost = La connexion a été perdue.
net-lost-help = Rien n’a changé. Votre saisie est conservée.
net-pay-lost = Nous n’avons pas reçu de réponse.
net-pay-lost-help = Votre paiement est peut-être passé. Réessayez : la même commande sera retrouvée, vous ne payez jamais deux fois.
crumbs-label = Où vous êtes
