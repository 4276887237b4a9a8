### Publications, profils et carte d’achat.

## Fils

feed-for-you = Pour vous
feed-following = Abonnements
feed-shops = Boutiques
feed-public = Tout le monde
feed-tag = #{ $tag }
feed-home-title = Accueil
feed-public-title = Tout le monde
feed-explore-title = Découvrir
feed-new-posts = { $count ->
    [one] { $count } nouvelle publication
   *[other] { $count } nouvelles publications
}
feed-empty-title = Rien à lire pour l’instant
feed-empty-text = Suivez quelques boutiques et quelques personnes : leurs publications paraîtront ici.
feed-empty-action = Trouver des boutiques
feed-end = Vous avez tout lu.
feed-welcome-title = Bienvenue sur { -brand }
feed-welcome-text = Lisez, et achetez ce qui vous plaît sans quitter la page.

## Une publication

post-by = Publié par { $author }
post-verified = Boutique vérifiée
people-verified = Compte vérifié
post-charity = association
post-shop = boutique
post-pinned = Épinglé
post-edited = modifié
post-boosted-by = Partagé par { $name }
post-replying-to = En réponse à { $name }
post-deleted = Cette publication a été supprimée.
post-hidden = Publication masquée : vous avez bloqué ou mis en sourdine son auteur.
post-content-warning = Avertissement
post-show-anyway = Afficher quand même
post-hide = Masquer
post-image-missing = L’image n’a pas pu être chargée.
post-image-no-alt = Image sans description
post-replies = { $count ->
    [0] Aucune réponse
    [one] { $count } réponse
   *[other] { $count } réponses
}
post-boosts = { $count ->
    [one] { $count } partage
   *[other] { $count } partages
}
post-likes = { $count ->
    [one] { $count } j’aime
   *[other] { $count } j’aime
}
post-reply = Répondre
post-boost = Partager à mes abonnés
post-unboost = Annuler le partage
post-like = J’aime
post-unlike = Je n’aime plus
post-bookmark = Mettre de côté
post-unbookmark = Ne plus garder
post-share = Partager
post-copy-link = Copier le lien
post-menu = Autres actions
post-pin = Épingler au profil
post-unpin = Détacher
post-delete = Supprimer la publication
post-delete-ask = Supprimer cette publication ? Ses commandes sont conservées.
post-delete-done = La publication est supprimée.
post-report = Signaler
post-thread-title = Publication
post-sign-in-to-act = Connectez-vous pour aimer, partager ou répondre. Acheter ne demande pas de compte.

## Écrire

compose-title = Nouvelle publication
compose-reply-title = Répondre à { $name }
compose-placeholder = Quoi de neuf ?
compose-reply-placeholder = Écrivez une réponse
compose-warning-add = Ajouter un avertissement
compose-images-add = Ajouter des images
compose-images-limit = Jusqu’à { $count } images
compose-product-add = Joindre un produit
compose-product-change = Choisir un autre produit
compose-product-remove = Retirer le produit
compose-product-search = Chercher parmi vos produits
compose-characters-left = { $count ->
    [one] Encore { $count } caractère
   *[other] Encore { $count } caractères
}
compose-publish = Publier
compose-preview = Aperçu
compose-published = C’est publié.
compose-not-verified = La carte d’achat demande une boutique vérifiée.
compose-as-shop = Avec un produit, ceci paraît au nom de { $shop } ; sans produit, en votre nom, { $name }.
compose-as-seller = Avec un produit, ceci paraît au nom de la boutique qui le vend ; sans produit, en votre nom, { $name }.
compose-no-card-yet = Tant que votre boutique n’est pas vérifiée, ce que vous écrivez ici paraît sans carte et en votre propre nom.
compose-no-card-limited = Votre boutique est limitée : elle n’ajoute pas de nouvelles cartes d’achat tant que l’administrateur n’a pas levé la limite. Ce que vous écrivez ici paraît sans carte et en votre propre nom.
compose-no-card-suspended = Votre boutique est suspendue. Ce que vous écrivez ici paraît sans carte et en votre propre nom.

## Profils

profile-follow = Suivre
profile-following = Suivi
profile-unfollow = Ne plus suivre
profile-followers = { $count ->
    [one] { $count } abonné
   *[other] { $count } abonnés
}
profile-follows = { $count } suivis
profile-posts = Publications
profile-replies = Publications et réponses
profile-shop = Boutique
profile-shop-empty = Cette boutique ne propose rien pour l’instant.
profile-pinned-products = Choisi par { $merchant }
profile-joined = Inscription : { $date }
profile-edit = Modifier le profil
profile-block = Bloquer { $name }
profile-unblock = Débloquer
profile-blocked = Vous avez bloqué { $name }.
profile-block-explained = Vous ne vous verrez plus nulle part. Les commandes en cours se poursuivent.
profile-mute = Mettre { $name } en sourdine
profile-unmute = Ne plus mettre en sourdine
profile-muted = { $name } est en sourdine.
profile-report = Signaler { $name }
profile-message = Écrire
profile-website = Site web
profile-empty = Aucune publication pour l’instant.
profile-suggestions = Boutiques à suivre

## Signalements

report-title = Signaler
report-ask = Qu’est-ce qui ne va pas ?
report-spam = Publicité indésirable
report-scam = Escroquerie ou contrefaçon
report-illegal = Produit ou contenu illégal
report-hate = Haine ou harcèlement
report-other = Autre chose
report-comment = Que devons-nous savoir ?
report-send = Envoyer le signalement
report-done = Merci. Chaque signalement est examiné.

## La carte d’achat

card-buy = Acheter
card-buy-named = Acheter { $product }
card-sold-out = Épuisé
card-left = { $count ->
    [1] Dernier exemplaire
   *[other] Plus que { $count }
}
card-in-stock = En stock
card-preorder = Précommander
card-made-to-order = Fait à la commande
card-ships-from = Expédié à partir du { $date }
card-arrives = Livré { $when }
card-ends-in = encore { $duration }
card-starts-in = commence dans { $duration }
card-ended = Cette offre est terminée
card-notify = Me prévenir du retour
card-notify-start = Me prévenir
card-notify-email = Où vous écrire ?
card-notify-done = Vous recevrez un seul message, dès le retour en stock.
card-notify-stop = Ne plus m’écrire
notify-text = L’article est épuisé, ou pas encore en vente. Nous écrivons un seul message quand il pourra être acheté, puis nous oublions votre adresse.
notify-privacy = Utilisée pour ce seul message.
notify-already = C’est déjà noté : vous recevrez un seul message, dès le retour.
notify-back = Bonne nouvelle : vous pouvez l’acheter tout de suite.
notify-gone = L’article n’est plus vendu ici : il n’y a rien à attendre.
notify-stop-title = Plus de rappels
notify-stop-text = Tout ce que cette adresse attendait est oublié.
notify-stopped = Nous n’écrirons plus à propos du stock.
card-trial = Une commande d’essai : votre boutique n’est pas encore vérifiée, seules les personnes de votre boutique peuvent acheter ceci
card-limit = { $count } par personne
card-price-was = ancien prix : { $price }
card-price-from = à partir de { $price }
card-price-changed = Le prix a changé.
card-shipping-from = livraison en plus, à partir de { $price }
card-shipping-free = livraison offerte
card-tax-included = TVA comprise
card-options = Options
card-options-choose = Choisissez : { $option }
card-options-more = { $count ->
    [one] { $count } autre option
   *[other] { $count } autres options
}
card-option-sold-out = { $option }, épuisé
card-link = Voir sur { $host }
card-link-explained = La suite sur { $host }
card-region = Non livré : { $country }
card-closed = N’est plus vendu ici
card-suspended = Cette boutique ne vend pas pour le moment.
card-paused = Les achats sont suspendus un instant. Revenez bientôt.
card-gated = L’achat s’ouvre ici pas à pas et ne vous est pas encore ouvert.
card-view-product = Voir le produit
card-more-pictures = { $count ->
    [one] { $count } autre image
   *[other] { $count } autres images
}
card-no-picture = Sans image
card-sold-by = Vendu par { $merchant }
sold-by = Vendu par { $merchant }
card-add-to-basket = Ajouter au panier
card-added = Ajouté à votre panier
card-bought = Acheté le { $date }

## Dons

give-donate = Donner
give-donate-amount = Donner { $amount }
give-raised = { $raised } sur { $goal }
give-donations = { $count ->
    [one] { $count } don
   *[other] { $count } dons
}
give-progress = { $percent } de l’objectif
give-ends = jusqu’au { $date }

## Colonne de côté

side-basket = Votre panier
side-basket-line = { $merchant } · { $items }
side-basket-view = Voir le panier
side-soon = Bientôt
side-recent-orders = Vos dernières commandes
side-merchant-pane = Ce que voit la boutique

## En direct

live-connected = En direct
live-lost = Connexion perdue : les prix et le stock ne sont peut-être plus à jour.
live-stock-now = { $product } : { $stock }

## Recherche et listes

feed-label = Fils
explore-placeholder = Boutiques, personnes, articles, #mots-clés
explore-people = Boutiques et personnes
explore-goods = Articles
product-posts = Publications à ce sujet
post-open = Ouvrir la publication
post-verified-charity = Association vérifiée
compose-product-none = Aucun produit
product-other-currencies = Afficher les prix en :
