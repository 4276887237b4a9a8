### Inscription, connexion, et ce que chacun garde chez nous.

## Connexion

sign-in-title = Se connecter
sign-in-button = Se connecter
sign-in-login = E-mail ou identifiant
sign-in-forgot = Mot de passe oublié ?
sign-in-new = Nouveau ici ?
sign-in-create = Créer un compte
sign-in-find-order = Acheté sans compte ? Retrouvez votre commande
sign-in-failed = L’e-mail ou le mot de passe est faux.
sign-in-too-many = Trop d’essais. Patientez { $duration }.
sign-in-needed = Connectez-vous pour continuer. Votre saisie est conservée.
held-title = Reprendre où vous en étiez
held-text = Vous êtes de nouveau connecté. Ce que vous avez saisi est gardé, et rien n’a encore été envoyé.
held-button = Envoyer maintenant
sign-in-session-expired = Vous avez été déconnecté par sécurité. Connectez-vous pour reprendre où vous étiez.
sign-out-done = Vous êtes déconnecté.
sign-in-welcome = Heureux de vous revoir, { $name }.

## Inscription

sign-up-title = Créer un compte
sign-up-button = Créer le compte
sign-up-person = Je veux lire et acheter
sign-up-merchant = Je veux vendre
sign-up-handle = Identifiant
sign-up-handle-hint = Lettres, chiffres et traits d’union ; ce sera votre adresse ici
sign-up-display-name = Nom affiché
sign-up-password-hint = Au moins 12 caractères ; quelques mots, c’est le mieux
sign-up-shop-name = Nom de votre boutique
sign-up-have-account = Vous avez déjà un compte ?
sign-up-terms = En créant un compte, vous acceptez les conditions de ce serveur.
sign-up-closed = Ce serveur n’ouvre pas de nouveaux comptes pour le moment. Acheter n’en demande pas.

## Confirmation

confirm-title = Confirmez votre e-mail
confirm-text = Nous avons envoyé un code à 6 chiffres à { $email }.
confirm-code = Code
confirm-button = Confirmer
confirm-resend = Envoyer un nouveau code
confirm-resent = Un nouveau code est en route.
confirm-wrong = Ce code est faux ou trop ancien.
confirm-done = Votre e-mail est confirmé.

## Mot de passe

forgot-title = Mot de passe oublié ?
forgot-text = Nous vous envoyons un lien pour en choisir un nouveau.
forgot-button = Envoyer le lien
forgot-done = Si ce compte existe, le lien est en route.
reset-title = Choisissez un nouveau mot de passe
reset-button = Enregistrer le mot de passe
reset-done = Votre mot de passe est changé. Vous êtes connecté ici, et déconnecté partout ailleurs.
reset-invalid = Ce lien a déjà servi ou il est trop ancien. Demandez-en un nouveau.

## Page du compte

account-title = Compte
account-profile = Profil
account-bio = À propos de vous
account-avatar = Image
account-security = Connexion et sécurité
account-change-password = Changer de mot de passe
account-current-password = Mot de passe actuel
account-new-password = Nouveau mot de passe
account-sessions = Où vous êtes connecté
account-session-this = cet appareil
session-unknown = Un appareil inconnu
account-session-end = Déconnecter
account-session-last = vu { $ago }
account-addresses = Adresses
account-address-add = Ajouter une adresse
account-address-delete = Supprimer cette adresse
account-address-default = Adresse habituelle
account-addresses-empty = Aucune adresse enregistrée.
account-cards = Cartes
account-card-delete = Supprimer cette carte
account-card-deleted = La carte est supprimée.
account-cards-empty = Aucune carte enregistrée.
account-card-default = Carte habituelle
account-card-expires = valable jusqu’au { $date }
account-address-edit = Modifier cette adresse
account-address-deleted = L’adresse est supprimée.
account-notices = Messages que vous recevez
account-language = Langue
account-blocks = Bloqués et en sourdine
account-blocks-empty = Vous n’avez bloqué personne.
account-export = Télécharger vos données
account-delete = Supprimer le compte
account-delete-ask = Supprimer votre compte ? Vos publications disparaissent ; les commandes sont gardées comme la loi le demande.
account-saved = Enregistré.

account-security-short = Sécurité
account-prefer = En faire l’habituelle
account-blocked = Bloqué
account-muted = Masqué

## Ouvrir une boutique

sign-up-shop-title = Ouvrir une boutique
account-sell-text = Une boutique à vous : ajoutez des produits, publiez-les avec un bouton d’achat, et expédiez ce qui est commandé.
sign-up-shop-text = Apportez vos produits, écrivez une publication et vendez en quelques minutes. Vous restez le vendeur : l’argent vous revient directement.
sign-up-shop-button = Ouvrir la boutique
sign-up-shop-too-many = Vous avez autant de boutiques qu’une personne peut en avoir.
sign-up-shop-not-open = Ce serveur n’accepte pas de nouvelle boutique pour le moment. Rien n’est perdu : revenez plus tard ou écrivez à son exploitant.

## Tout emporter, et la fin

account-data = Vos données
archive-title = Archive
archive-new = Tout emporter
archive-make = Préparer une archive
archive-text-person = Tout ce qui est à vous ici, en un seul fichier : profil, publications, images, commandes, dons et adresses, en tableaux et sous une forme que d’autres programmes lisent.
archive-text-shop = Tout ce qui est à la boutique, en un seul fichier : articles, commandes avec leurs acheteurs, argent, publications et images, en tableaux et sous une forme que d’autres programmes lisent. Il contient les noms et adresses de vos clients : gardez-le en lieu sûr.
archive-text-nonprofit = Tout ce qui est à l’association, en un seul fichier : campagnes, dons avec leurs donateurs, reçus, argent, publications et images, en tableaux et sous une forme que d’autres programmes lisent. Il contient les noms et adresses de vos donateurs : gardez-le en lieu sûr.
archive-kept = { $count ->
    [one] Vous seul pouvez la télécharger, pendant { $count } jour.
   *[other] Vous seul pouvez la télécharger, pendant { $count } jours.
}
archive-asked = Votre archive est en préparation. Elle apparaîtra ici dès qu’elle sera prête.
archive-making-already = Une archive est déjà en préparation. Attendez qu’elle soit prête.
archive-too-many = Vous l’avez souvent demandée aujourd’hui. Réessayez dans { $duration }.
archive-making = En préparation
archive-ready = Prête
archive-failed = N’a pas pu être préparée
archive-gone = Supprimée
archive-download = Télécharger
archive-asked-at = Demandée
archive-size = Taille
archive-size-kb = { $count } ko
archive-size-mb = { $count } Mo
archive-until = Disparaît le
archive-past = D’un autre serveur
archive-past-gift = Don
archive-past-back = Remboursé
erase-title = Supprimer votre compte
erase-text = Votre profil, vos publications, images, adresses et messages disparaissent pour toujours. Commandes, factures et reçus restent dans les livres avec leurs montants, sans votre nom.
erase-begin = Supprimer votre compte…
erase-form-text = Cela ne peut pas être annulé. Tout ce qui vous nomme ici disparaît, et plus personne ne peut se connecter à ce compte. Ce que vous avez payé et donné reste dans les livres des boutiques et des associations avec son montant et son numéro, comme la loi le demande, sans votre nom ni votre adresse.
erase-have-all = J’ai emporté ce qu’il me faut, ou je n’en ai besoin de rien
erase-confirm-needed = Cochez d’abord cette case. Vous pouvez tout emporter sous « Vos données ».
erase-button = Supprimer pour toujours
erase-refused = Ceci doit se terminer avant que votre compte puisse être supprimé :
erase-open-orders = { $count ->
    [one] { $count } commande n’est pas encore payée ou expédiée. Annulez-la, ou attendez son expédition.
   *[other] { $count } commandes ne sont pas encore payées ou expédiées. Annulez-les, ou attendez leur expédition.
}
erase-open-requests = { $count ->
    [one] { $count } demande d’annulation ou de retour attend encore une réponse.
   *[other] { $count } demandes d’annulation ou de retour attendent encore une réponse.
}
erase-money = { $count ->
    [one] { $count } paiement est encore en cours.
   *[other] { $count } paiements sont encore en cours.
}
erase-pledges = { $count ->
    [one] { $count } don régulier continue. Mettez-y fin d’abord.
   *[other] { $count } dons réguliers continuent. Mettez-y fin d’abord.
}
erase-shop = { $count ->
    [one] { $count } boutique n’a pas d’autre propriétaire. Nommez-en un d’abord.
   *[other] { $count } boutiques n’ont pas d’autre propriétaire. Nommez-en un d’abord.
}
erase-nonprofit = { $count ->
    [one] { $count } association n’a pas d’autre propriétaire. Nommez-en un d’abord.
   *[other] { $count } associations n’ont pas d’autre propriétaire. Nommez-en un d’abord.
}
erase-operator = Ce compte fait marcher le serveur. Un autre exploitant doit d’abord lui retirer ce droit.
certificate-title = Certificat d’effacement
certificate-underway = Votre compte est fermé, et ses données sont en train d’être effacées. Gardez l’adresse de cette page : le certificat y apparaîtra.
certificate-done = Effacé et recherché le { $date }. Gardez cette page, ou son adresse.
certificate-number = Numéro
certificate-erased = Enregistrements effacés
certificate-kept = Enregistrements gardés sans votre nom, comme la loi le demande
certificate-values = Valeurs recherchées
certificate-found = Endroits où elles se trouvent encore
certificate-others = Enregistrements d’autres personnes avec les mêmes mots
certificate-digests = Empreintes à clé des valeurs
