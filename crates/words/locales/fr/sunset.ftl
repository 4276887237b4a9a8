### La fin ordonnée de quelque chose, et où en sont les partenaires.

## Ce qui prend fin

sunset-what-buy = L’achat
sunset-what-selling = L’ouverture de boutiques
sunset-what-donate = Le don
sunset-what-asking = La candidature des associations
sunset-what-pledges = Le début de dons réguliers
sunset-what-round-up = L’arrondi des achats
sunset-what-imports = L’import de fichiers de produits
sunset-what-shop = La boutique { $name }
sunset-what-nonprofit = L’association { $name }
sunset-what-server = Ce serveur

## Ses jours

sunset-day-notice = Annonce
sunset-day-onboarding-shops = Plus de nouvelles boutiques
sunset-day-onboarding-nonprofits = Plus de nouvelles associations
sunset-day-onboarding-both = Plus de nouvelles boutiques ni associations
sunset-day-onboarding = Rien ne change encore
sunset-day-sales-orders = Plus de nouvelles commandes
sunset-day-sales-gifts = Plus de nouveaux dons
sunset-day-sales-both = Plus de nouvelles commandes ni de dons
sunset-day-sales-files = Plus de nouveaux fichiers
sunset-day-read-only = Les espaces sont en lecture seule : ce qui est en cours est expédié, remboursé et traité
sunset-day-export-ends = Les données peuvent être emportées jusqu’à ce jour
sunset-day-erasure = Les données sont effacées, dès que plus rien n’est en cours

## Courriels

mail-sunset-announced-subject = { $what } prend fin le { $day }
mail-sunset-announced-lead = { $what } prend fin le { $day }. Voici ce qui se passe et quand, et ce que vous pouvez faire.
mail-sunset-changed-subject = Nouvelles dates : { $what } prend fin le { $day }
mail-sunset-changed-lead = Le plan qui vous a été annoncé a changé. { $what } prend désormais fin le { $day } ; ces dates remplacent les précédentes.
mail-sunset-ending-subject = Plus qu’une semaine : { $what } prend fin le { $day }
mail-sunset-ending-lead = { $what } prend fin le { $day }, dans une semaine.
mail-sunset-exporting-subject = Emportez vos données jusqu’au { $day }
mail-sunset-exporting-lead = { $what } a pris fin ou prend bientôt fin. Vous pouvez emporter vos données jusqu’au { $day } ; après, plus personne ne le pourra.
mail-sunset-withdrawn-subject = { $what } ne prend pas fin
mail-sunset-withdrawn-lead = Le plan qui vous a été annoncé a été retiré : { $what } continue comme avant. Vous n’avez rien à faire.
mail-sunset-stays = Ce qui est commencé n’est pas touché : les commandes sont expédiées, retours et remboursements sont acceptés, les reçus restent valables.
mail-sunset-button = Voir ce qui se passe et quand
mail-sunset-zone = Chaque jour commence à minuit dans le fuseau horaire { $zone }.
sunset-successor = La suite : { $name }

## Pages

closing-banner = { $what } prend fin le { $day }.
closing-banner-ended = { $what } a pris fin le { $day }. Ce qui est commencé continue.
closing-link = Ce qui se passe et quand
closing-title = Ce qui prend fin ici
closing-lead = Ce qui prend fin sur ce serveur, quand, et ce que vous pouvez faire. Les dates peuvent être repoussées ; qui a été prévenu par courriel l’est alors de nouveau.
closing-none = Rien ne prend fin ici.
closing-heading = { $what } prend fin le { $day }
closing-calendar = Ajouter les dates à un agenda
closing-all = Tout ce qui prend fin
closing-caption = Ce qui se passe et quand
closing-day = Jour
closing-event = Ce qui change
closing-buyers = Si vous avez acheté
closing-buyers-text = Vos commandes restent : elles sont expédiées, et vous pouvez renvoyer, vous rétracter et demander comme avant. Reçus et pages de commande restent jusqu’à l’effacement des données.
closing-donors = Si vous avez donné
closing-donors-text = Vos dons sont arrivés et vos reçus restent valables. Les dons réguliers sont suspendus le jour où plus aucun don n’est reçu ; vous en êtes prévenu par courriel.
closing-donors-stay = Les dons continuent comme avant : cette fin ne les touche pas.
closing-shops = Si vous vendez
closing-shops-text = Vendez et prenez des commandes jusqu’au jour où elles prennent fin. Ensuite, expédiez, remboursez et répondez à ce qui est en cours. Emportez vos données avant leur dernier jour.
closing-nonprofits = Si vous collectez des dons
closing-nonprofits-text = Reçus, remboursements et rapports continuent après le dernier don. Emportez vos données avant leur dernier jour.
closing-reason = Pourquoi
card-closing = L’achat prend fin le { $day }
card-ended-for-good = L’achat a pris fin ici le { $day }.
donate-closing = Le don prend fin le { $day }
donate-ended = Le don a pris fin ici. Ce qui a été donné reste donné.
buy-ended-title = L’achat a pris fin ici
buy-error-ended = L’achat a pris fin ici, comme annoncé. Rien n’a été débité, et les commandes passées avant continuent.
error-read-only-title = Lecture seule
error-read-only-text = Cet espace prend fin selon un plan annoncé : rien de nouveau ne peut plus y être créé ni modifié. Les commandes sont encore expédiées, remboursées et traitées, et les données peuvent être emportées.

## Où en sont les partenaires

partner-title = Où vous en êtes
partner-invited = Invité
partner-connected = Relié
partner-test-passed = Testé
partner-limited = Limité
partner-general = Ouvert
partner-paused = En pause
partner-sunset-notice = Prend bientôt fin
partner-read-only = Lecture seule
partner-export-window = Données à emporter
partner-erased = Effacé
partner-next-connect = Ensuite : relier un compte qui reçoit l’argent.
partner-next-test = Ensuite : essayer avec un paiement de test, ou attendre que l’exploitant ait regardé.
partner-next-review = Ensuite : l’exploitant regarde et décide.
partner-next-trust = Ensuite : la limite est levée quand l’exploitant a vu assez de commandes.
partner-next-go-on = Rien ne manque.
partner-next-mend = Ensuite : remédier à la cause de l’arrêt, ou relier un compte qui reçoit l’argent.
partner-next-prepare = Ensuite : prévenir votre clientèle, vendre ce qui reste, emporter vos données.
partner-next-finish = Ensuite : expédier, rembourser et répondre à ce qui est en cours.
partner-next-export = Ensuite : emporter vos données avant le { $day }.
partner-next-nothing = Plus rien à faire.

## La console

console-closings = Fins
sunsets-title = Fins
sunsets-explained = Ce qui prend fin à une date, tout le monde prévenu et rien de perdu. Un plan est d’abord écrit, regardé, puis lancé.
sunsets-empty = Rien ne prend fin
sunsets-empty-text = Un plan met fin à une fonction, une boutique, une association ou au serveur entier aux jours que vous choisissez.
sunset-new = Écrire un plan
sunset-scope = Ce qui prend fin
sunset-scope-shop = Une boutique
sunset-scope-nonprofit = Une association
sunset-handle = Son identifiant
sunset-handle-hint = Pour une boutique ou une association
sunset-handle-unknown = Personne de ce genre ne s’appelle { $handle }.
sunset-zone = Fuseau horaire
sunset-zone-hint = Les jours y commencent à minuit : Europe/Paris, UTC
sunset-zone-wrong = Aucun fuseau horaire ne porte ce nom.
sunset-field-notice = Annonce à partir du
sunset-field-no-onboarding = Plus de nouveaux venus à partir du
sunset-field-no-sales = Plus de commandes ni de dons à partir du
sunset-field-read-only = Lecture seule à partir du
sunset-field-export-ends = Données à emporter jusqu’au
sunset-field-erasure = Effacement à partir du
sunset-audience = Qui est prévenu par courriel
sunset-audience-partners = Les membres des boutiques et associations concernées
sunset-audience-concerned = Eux, et qui y a acheté ou donné
sunset-audience-everybody = Toutes les personnes qui ont un compte
sunset-successor-name = Ce qui prend la suite
sunset-successor-url = Son adresse
sunset-successor-wrong = Un nom, et une adresse qui commence par https://
sunset-reason = Pourquoi, à lire par tous
sunset-why = Pourquoi, pour le journal
sunset-state = État
sunset-draft = Brouillon
sunset-running = En cours
sunset-withdrawn = Retiré
sunset-erased = Effacé
sunset-day-wrong = Un jour, comme 2027-02-01.
sunset-problem-order = Cela ne peut venir avant « { $other } » ({ $day }).
sunset-problem-same = Cela doit venir après « { $other } ».
sunset-problem-past = C’est passé : nous sommes le { $day }.
sunset-problem-far = C’est à plus de { $count } ans.
sunset-meanwhile = Quelqu’un a modifié ce plan entre-temps. Regardez-le, puis décidez.
sunset-another = Un autre plan pour la même chose est déjà en cours.
sunset-not-now = L’état du plan ne le permet pas.
sunset-foreseen = Ce qui se passerait
sunset-mails = Courriels
sunset-mail-announce = Annonce
sunset-mail-ending = Rappel avant la fin
sunset-mail-exporting = Rappel d’emporter les données
sunset-mail-withdraw = Retrait
sunset-mail-count = Comptes
sunset-mail-told = Prévenus
sunset-mail-when = À partir du
sunset-mail-progress = Prévenus jusqu’ici
sunset-mail-finished = Terminé
sunset-partners-count = Membres de boutiques et d’associations
sunset-customers-count = Acheteurs et donateurs qui ont un compte
sunset-others-count = Autres personnes qui ont un compte
sunset-open = En cours aujourd’hui
sunset-open-undoable = En paiement, ou encore annulables
sunset-open-to-ship = À expédier
sunset-open-refunds = Remboursements en route
sunset-open-requests = Demandes de la clientèle
sunset-open-disputes = Litiges
sunset-open-gifts = Dons en paiement
sunset-open-pledges = Dons réguliers
sunset-erasure-may = Plus rien n’est en cours et le jour est venu : l’effacement est possible.
sunset-erasure-not = Rien ne peut encore être effacé :
sunset-hindrance-no-plan = le plan n’est pas en cours
sunset-hindrance-not-yet = son jour est le { $day }
sunset-hindrance-erased = c’est déjà effacé
sunset-changes = Ce qui a été fait
sunset-revision = Révision
sunset-action-draft = Écrit
sunset-action-start = Lancé
sunset-action-change = Modifié
sunset-action-withdraw = Retiré
sunset-start = Lancer
sunset-start-hint = Dès maintenant, le plan est suivi selon ses jours.
sunset-change = Modifier
sunset-change-hint = Qui a été prévenu l’est de nouveau.
sunset-withdraw = Retirer
sunset-withdraw-hint = Tout redevient comme avant le plan, et qui a été prévenu l’apprend.
import-ended = Ce serveur ne prend plus de fichiers de produits.
console-partner = Situation
act-sunset-draft = A écrit un plan de fin
act-sunset-start = A lancé un plan de fin
act-sunset-change = A modifié un plan de fin
act-sunset-withdraw = A retiré un plan de fin
sunset-erase = Effacer pour toujours
sunset-erase-hint = Boutiques et associations qui ont pris fin disparaissent avec leurs textes, leurs produits et leur équipe. Commandes, dons, factures et livres restent, sans nommer personne.
sunset-erase-word = Tapez { $word }
sunset-erase-word-wrong = Pour dire que c’est voulu, tapez { $word }.
sunset-erase-sure = Qui voulait ses données les a. Rien de ceci ne peut être annulé.
sunset-erase-sure-needed = Cochez d’abord cette case.
sunset-erase-begun = L’effacement a commencé. Son certificat apparaîtra ici.
sunset-erase-goes-on = L’effacement est en cours, puis vient la recherche. Rien du plan ne peut plus changer.
sunset-erase-done = C’est effacé, et recherché. Le certificat dit quoi et comment.
sunset-erase-underway = Pas encore
sunset-erase-asked = Demandé
sunset-erase-proven = Prouvé
certificate-of = Objet
certificate-kept-books = Enregistrements gardés sans nommer personne, comme la loi le demande
act-sunset-erase = A effacé ce qu’un plan a fermé

## L’autre jour de la démo

demo-jump-to = Passer au
demo-day = 1er février
demo-jump = Passer au 1er février
demo-jump-text = La démo va jusqu’à un jour où l’achat a pris fin, selon un plan tel que son exploitant l’écrirait : jour après jour, avec chaque paiement, don et courriel du chemin. Elle le fait dans une copie de tout. Aujourd’hui attend ici tel quel, et un geste y ramène.
demo-jump-failed = La démo reste à son propre jour ; rien n’a changé
demo-passing-title = En route vers le 1er février
demo-passing-text = Les jours passent dans une copie de la démo : les paiements sont pris et les courriels partent à leur jour. Cette page avance toute seule.
demo-passing-day = Nous sommes le { $day }.
demo-passed-copied = Tout est copié : boutiques, commandes, dons, images, paiements.
demo-passed-planned = L’exploitant écrit un plan et le lance.
demo-passed-told = { $what } : { $count ->
    [one] un compte est prévenu par courriel.
   *[other] { $count } comptes sont prévenus par courriel.
}
demo-later-title = Nous sommes le { $day }
demo-later-text = L’achat a pris fin ici, comme son plan le disait. Ce qui est commencé continue, et le don reste.
demo-strip = cette démo est à un jour plus tard ; aujourd’hui attend tel quel
demo-back = Revenir
demo-back-long = Revenir à aujourd’hui
demo-back-done = C’est de nouveau aujourd’hui, et tout est comme avant.
demo-closed = Ce qui a fermé
demo-closed-text = Plus aucune boutique ne prend de commande, et chaque carte d’achat est un lien. Le plan le disait depuis le { $day }.
demo-closed-none = Aucun plan ne met fin à l’achat ici.
demo-closed-cards = Voir les cartes
demo-closed-page = Ce que tout le monde en lit
demo-closed-plan = Le plan, tel que l’exploitant le voit
demo-told = Qui a été prévenu
demo-told-none = Personne n’a été prévenu de rien.
demo-told-count = Comptes
demo-told-read = En lire un
demo-told-mails = Tous les courriels partis
demo-open = Ce qui est encore en cours
demo-open-text = Commandé avant la fin, et expédié malgré elle.
demo-open-none = Aucune commande de la boutique d’en face n’attend son colis.
demo-open-desk = Ouvrir à la boutique
demo-stays = Ce qui reste
demo-stays-text = { $nonprofit } reçoit des dons comme avant : { $campaign }
demo-stays-none = Aucune collecte ne reçoit de dons en ce moment.
demo-audit = Tout est-il juste ?
demo-audit-clean = { $checked } lignes ont été vérifiées pour { $promises } promesses, ici et dans le propre registre du prestataire de paiement : rien n’est rompu.
demo-audit-broken = { $checked } lignes ont été vérifiées pour { $promises } promesses : { $broken } en rompent une.
demo-audit-failed = La vérification n’a pas pu se faire : { $reason }
demo-audit-lines = Chaque promesse
