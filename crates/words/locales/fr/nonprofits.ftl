### Nonprofits: applying, the desk of their people, the operator's side of it.

foot-nonprofits = Pour les associations
sell-for-nonprofits = Pour une association, faites la demande ici
account-apply-text = Recevez des dons pour une œuvre, une association ou une fondation. Personne ne prélève de part ni ne demande de pourboire.

nonprofit-state-applied = En attente de l’opérateur
nonprofit-state-refused = Pas encore
nonprofit-state-verified = Vérifiée
nonprofit-state-suspended = Suspendue

nonprofit-role-owner = Propriétaire
nonprofit-role-owner-text = tout, y compris l’équipe et les paiements
nonprofit-role-fundraiser = Collecte
nonprofit-role-fundraiser-text = campagnes, publications et chiffres ; ne voit aucun donateur
nonprofit-role-donor-care = Relation donateurs
nonprofit-role-donor-care-text = voit les donateurs, les remercie, rend des dons
nonprofit-role-treasurer = Trésorerie
nonprofit-role-treasurer-text = voit les dons, les reçus et les virements, ne change rien

registry-rule-us-ein = Neuf chiffres ; les deux premiers disent comment le numéro a été attribué.
registry-rule-gb-ccew = Six ou sept chiffres ; une œuvre rattachée ajoute un trait d’union et son propre numéro.
registry-rule-gb-oscr = SC et six chiffres.
registry-rule-gb-ccni = NIC et six chiffres.
registry-rule-ie-cra = Huit chiffres qui commencent par 20.
registry-rule-fr-rna = W et neuf caractères : la préfecture et un numéro d’ordre.
registry-rule-fr-siren = Neuf chiffres ; le dernier contrôle les autres.
registry-rule-de-register = Le tribunal d’instance, le registre (VR, HRB ou GnR) et le numéro qu’il y donne.
registry-rule-ca-bn = Neuf chiffres, dont le dernier contrôle les autres, puis RR et quatre chiffres.
registry-rule-au-abn = Onze chiffres ; les deux premiers contrôlent les autres.
registry-rule-nz-charities = CC et cinq chiffres.
registry-rule-ch-uid = CHE et neuf chiffres ; le dernier contrôle les autres.
registry-rule-at-zvr = De huit à dix chiffres.
registry-rule-be-enterprise = Dix chiffres ; les deux derniers contrôlent les autres.
registry-rule-nl-rsin = Neuf chiffres ; le dernier contrôle les autres.
registry-rule-es-nif = Une lettre, sept chiffres et un caractère qui les contrôle.
registry-rule-it-codice-fiscale = Onze chiffres ; le dernier contrôle les autres.
registry-rule-pt-nif = Neuf chiffres qui commencent par 5, 6 ou 9 ; le dernier contrôle les autres.
registry-rule-se-org = Dix chiffres ; le dernier contrôle les autres.
registry-rule-no-org = Neuf chiffres ; le dernier contrôle les autres.
registry-rule-dk-cvr = Huit chiffres ; le dernier contrôle les autres.
registry-rule-fi-y-tunnus = Sept chiffres, un trait d’union et un chiffre qui les contrôle.
registry-rule-pl-krs = Dix chiffres, zéros de tête compris.
registry-rule-other = Le numéro sous lequel le registre de votre pays, ou son administration fiscale, vous connaît.

registry-wrong-length = Le numéro a { $found } caractères, il devrait en avoir { $wanted }.
registry-wrong-length-between = Le numéro a { $found } caractères, il devrait en avoir de { $least } à { $most }.
registry-wrong-characters = « { $found } » ne peut pas se trouver à cette place.
registry-wrong-prefix = Aucun numéro n’y commence par « { $found } ».
registry-wrong-check-digit = Le chiffre de contrôle ne s’accorde pas avec les autres : un chiffre est faux, ou deux ont été échangés.
registry-wrong-zeros = Le numéro n’est fait que de zéros.
registry-wrong-personal = C’est la forme du numéro d’une personne, que nous ne devons pas garder.
registry-wrong-no-court = Le tribunal qui tient le registre manque.
registry-wrong-no-register = Le registre manque (VR, HRB ou GnR), ou deux sont nommés.

apply-title = Inscrire une association
apply-text = L’opérateur de ce serveur examine chaque association avant qu’elle puisse demander des dons : qui elle est, si son registre la connaît, et si elle est d’accord. La demande prend trois minutes.
apply-public = Ce que tout le monde voit
apply-name = Nom
apply-mission = Sa raison d’être
apply-mission-hint = En une phrase ou deux. Les donateurs la lisent à côté de chaque campagne.
apply-register = Au registre
apply-register-text = Les donateurs peuvent le vérifier, et les reçus le portent.
apply-legal-name = Nom au registre
apply-legal-name-hint = Exactement comme au registre.
apply-registry = Registre
apply-registry-choose = Choisissez le registre
apply-registry-other = Un autre registre, ou celui d’un autre pays
apply-registry-elsewhere = Ce registre est celui d’un autre pays que le pays choisi plus haut.
apply-number = Numéro au registre
apply-number-hint = Les espaces, points et traits d’union ne comptent pas. La façon dont chaque registre écrit ses numéros se trouve sous ce formulaire.
apply-number-taken = Une association avec ce numéro est déjà ici. Si vous y travaillez, demandez une invitation à l’un de ses propriétaires ; sinon, écrivez à l’opérateur.
apply-registers = Comment les registres écrivent leurs numéros
apply-register-example = { $called }, par exemple { $example }.
apply-contact = Contact et argent
apply-contact-text = Les reçus portent cette adresse, et les donateurs qui ont une question y écrivent.
apply-email = Adresse électronique pour les donateurs
apply-email-hint = Tout le monde peut la lire.
apply-currency-hint = Celle de vos comptes. Une campagne peut en prendre une autre.
apply-length = Veuillez écrire de 1 à { $count } caractères.
apply-button = Envoyer la demande
apply-fine-print = Vous en devenez ici le premier propriétaire, et pourrez inviter les autres ensuite.
apply-too-many = Une personne peut être ici propriétaire de cinq associations. S’il vous en faut davantage, écrivez à l’opérateur.
apply-not-open = Ce serveur n’accepte pas de nouvelle association pour le moment. Revenez plus tard ou écrivez à son exploitant.
apply-done = Votre demande est chez l’opérateur. Pour être vérifiée, il faut aussi un accord signé : apportez-le ici.

desk-overview = Vue d’ensemble
desk-campaigns = Campagnes
desk-gifts = Dons
desk-donors = Donateurs à qui écrire
desk-donor = Donateur
desk-application = Demande
desk-application-text = Ce que vous avez présenté, et ce que vous et l’opérateur vous êtes dit. Personne d’autre ne le lit.
desk-people = Équipe
desk-profile = À propos de vous
desk-profile-text = Ce que lisent les donateurs, et ce que disent vos reçus.
desk-receipts = Reçus
desk-receipt-note = Mention sur chaque reçu
desk-receipt-note-hint = Ce que votre administration fiscale veut lire, dans ses propres termes. Les reçus déjà émis restent tels quels.
desk-register-open = Vous pouvez corriger ceci tant que l’opérateur ne l’a pas vérifié.
desk-register-checked = Le nom et le numéro au registre ont été vérifiés par l’opérateur et restent tels quels. Écrivez-lui s’ils ont changé.
desk-steps = Vers le premier don
desk-step-consent = Accord signé
desk-step-consent-text = Une lettre, signée par une personne habilitée, disant que l’association accepte de collecter des dons ici. Un scan ou une bonne photo suffit.
desk-step-consent-go = L’apporter
desk-step-verify = Vérification
desk-step-verify-text = L’opérateur cherche le numéro dans son registre et lit l’accord. Vous êtes prévenus par courriel.
desk-step-verify-refused = L’opérateur a d’abord besoin d’autre chose. Lisez pourquoi, et répondez.
desk-step-verify-suspended = L’opérateur a arrêté les dons. Lisez pourquoi, et répondez.
desk-step-payee = Compte pour l’argent
desk-step-payee-text = Les dons vont directement sur votre propre compte chez le prestataire de paiement ; personne d’autre ne prélève de part.
desk-step-campaign = Première campagne
desk-step-campaign-text = Ce que vous demandez, avec des montants au choix. Elle reçoit sa propre page et une carte de don dans vos publications.
desk-applied-title = Votre demande attend l’opérateur
desk-applied-text = Vous pouvez préparer des campagnes en attendant ; elles reçoivent des dons dès que vous êtes vérifiés.
desk-refused-title = L’opérateur ne peut pas encore vous vérifier
desk-refused-text = Répondez, ou corrigez ce qui n’allait pas : votre demande attend alors de nouveau une décision.
desk-suspended-title = Les dons sont arrêtés
desk-suspended-text = Aucun nouveau don n’est reçu. Ce qui a été donné reste à vous : les reçus, les dons à rendre et tous les exports continuent de fonctionner.
desk-reason = L’opérateur dit : « { $reason } »
desk-answer = Répondre à l’opérateur
desk-answer-words = Votre réponse
desk-answer-send = Envoyer
desk-answer-empty = Écrivez quelque chose, ou apportez l’accord signé.
desk-answered = C’est chez l’opérateur.
desk-talk = Échanges avec l’opérateur
nonprofit-currency = Devise des dons
desk-talk-empty = Rien n’a encore été dit.
desk-consent = Accord signé
desk-consent-hint = Un PDF, un PNG ou un JPEG de { $count } Mo au plus. Seul l’opérateur peut l’ouvrir. Un nouveau remplace l’ancien.
desk-consent-wrong = Ce n’est pas un PDF, un PNG ou un JPEG de { $count } Mo au plus.
desk-consent-missing = Pas encore ici
desk-standing = Vue en règle pour la dernière fois
desk-standing-never = Jamais
desk-look-up = La chercher
desk-applied-on = Demande du
desk-last-owner = Une association a besoin d’un propriétaire : donnez d’abord ce rôle à quelqu’un d’autre.
desk-sums = Donné par campagne
desk-given = Donné
desk-kept = Reste
desk-at-risk = Dons réguliers en danger
desk-at-risk-text = Ces dons étaient dus et n’ont pas pu être prélevés. Chaque donateur a reçu un courriel, avec un lien pour y remédier ; vous pouvez aussi lui écrire.
desk-at-risk-count = { $count ->
    [one] { $count } don régulier attend son donateur.
   *[other] { $count } dons réguliers attendent leurs donateurs.
}
desk-at-risk-go = Voir lesquels
desk-at-risk-empty-title = Aucun en danger
desk-at-risk-empty-text = Les dons réguliers refusés jusqu’à ce qu’on n’essaie plus apparaissent ici.
desk-at-risk-gift = Don
desk-at-risk-refused = Refusé à chaque essai
desk-at-risk-bank = La banque attend le donateur
desk-at-risk-next = Prochain essai
desk-test = Test
desk-test-gifts = Dons de test, { $currency }

campaign-new = Nouvelle campagne
campaign-empty-title = Pas encore de campagne
campaign-not-yet = Les campagnes peuvent être préparées dès maintenant. Elles reçoivent des dons une fois que l’opérateur vous a vérifiés.
campaign-what = Pour quoi
campaign-title = Titre
campaign-title-hint = Par exemple « Un nouveau toit pour la bibliothèque ».
campaign-story = Histoire
campaign-story-hint = Ce que fait l’argent. Une ligne vide commence un nouveau paragraphe.
campaign-designations = Affectations au choix
campaign-designations-hint = Une par ligne, par exemple « Livres ». « Là où c’est le plus utile » est toujours proposé.
campaign-designations-wrong = { $count } affectations au plus, de { $chars } caractères au plus chacune.
campaign-amounts = Montants
campaign-currency-hint = Une campagne garde sa devise.
campaign-goal = Objectif
campaign-goal-hint = Dans la même devise. Sans objectif, la page montre ce qui a été donné, sans barre.
campaign-goal-in = En { $currency }. Sans objectif, la page montre ce qui a été donné, sans barre.
campaign-goal-wrong = Un objectif est plus que rien.
campaign-presets = Montants au choix
campaign-presets-hint = Un par ligne, { $count } au plus. Chaque donateur peut aussi donner un autre montant.
campaign-presets-wrong = Donnez de 1 à { $count } montants, un par ligne.
campaign-preset-wrong = « { $line } » : { $problem }
campaign-more = Montants dans d’autres devises
campaign-more-hint = Une ligne par devise : son code, puis les montants, par exemple USD 10 25 50. L’objectif ne compte que la devise de la collecte.
campaign-more-wrong = { $count ->
    [one] Une autre devise au plus, citée une fois, et pas celle de la collecte.
   *[other] { $count } autres devises au plus, chacune citée une fois, sans celle de la collecte.
}
campaign-embed = La carte pour d’autres pages : collez ceci là où elle doit se trouver.
campaign-time = Période
campaign-starts = Début
campaign-ends = Fin
campaign-time-wrong = La fin doit venir après le début.
campaign-made = La campagne est là. Ouvrez sa page publique, ou mettez-la dans une publication.
campaign-open = Reçoit des dons
campaign-waits = Pas commencée
campaign-over = Terminée
campaign-closed = Fermée
campaign-close = Fermer
campaign-reopen = Rouvrir
campaign-public = Page publique

gifts-empty-title = Pas encore de don
gifts-empty-text = Les dons apparaissent ici dès que l’argent est arrivé, chacun avec son reçu.
gift-title = { $amount } de { $donor }
gift-facts = Le don
gift-regular = Don régulier
gift-papers = Reçus
gift-arrived = Arrivé
gift-contact = On peut lui écrire
gift-may-contact = Accepte de recevoir de vos nouvelles
gift-thank = Remercier
gift-thank-text = Un seul courriel à ce donateur, en votre nom. Les réponses vont à { $email }. Le donateur a déjà son reçu.
gift-thank-message = Votre message
gift-thank-send = Envoyer le courriel
gift-thank-no-address = L’adresse du donateur n’est plus ici.
gift-thanked = Votre message est en route.
gift-thanked-before = Ce donateur a déjà été remercié de ce don.
gift-thanked-on = Donateur remercié
mail-renamed-subject = { $nonprofit } a changé de nom
mail-renamed-lead = Une association que vous avez vérifiée s’appelle désormais { $nonprofit }. Regardez si on peut la prendre pour une autre : la console montre les noms qui lui ressemblent.
gift-return = Rendre le don
gift-return-text = { $donor } retrouve la totalité, { $amount }, et le reçu est annulé par un autre document. C’est définitif.
gift-return-reason-hint = Pour vos propres dossiers. Le donateur ne le lit pas.
gift-return-already = Ce don est déjà en train d’être rendu, ou l’a été.
gift-return-underway = En route
gift-return-failed = Refusé par le prestataire
gift-returning = Le don est en train d’être rendu
gift-returning-text = Les banques mettent 5 à 10 jours. Le donateur est prévenu par courriel, avec le document qui annule le reçu.
gift-came-back = La banque du donateur a renvoyé l’argent
gift-came-back-text = Il est de nouveau chez vous, et le reçu est annulé. Demandez un autre compte au donateur, ou remboursez-le encore une fois.
donors-text = Avec leur don le plus récent, ils ont coché la case qui vous permet de leur écrire. Personne d’autre n’est dans cette liste, ni dans le fichier.
donors-empty-title = Personne encore
donors-empty-text = Les donateurs à qui vous pouvez écrire apparaissent ici.
donors-newest = Don le plus récent

gifts-paid-text = Les dons vont sur votre propre compte chez le prestataire de paiement, et de là à votre banque.
gifts-paid-operator = Sur ce serveur, le compte de l’opérateur reçoit tous les dons et les reverse. Il n’y a rien à configurer ici.
gifts-paid-none = Personne ne peut encore vous donner
gifts-paid-off = Les donateurs ne peuvent pas vous donner pour le moment
gifts-paid-off-text = Vos campagnes rouvrent d’elles-mêmes quand c’est réglé. Ce qui a été donné reste.
gifts-paid-no-payouts = Les donateurs peuvent vous donner, mais rien n’arrive encore à votre banque
gifts-paid-due = Les donateurs peuvent vous donner, et le prestataire demande quelque chose
gifts-paid-on = Les donateurs peuvent vous donner
gifts-paid-disconnect-ask = Personne ne pourra alors vous donner, jusqu’à ce qu’un compte soit de nouveau connecté. Ce qui a été donné reste sur le compte.
gifts-payouts-empty = Rien n’a encore été versé
gifts-payouts-empty-text = Ce que le prestataire de paiement envoie à votre banque apparaît ici, comparé aux comptes ligne par ligne.

console-nonprofits = Associations
nonprofits-empty = Aucune association n’est dans cet état.
todo-nonprofits = { $count ->
    [one] association à examiner
   *[other] associations à examiner
}
nonprofit-consent = Accord signé
nonprofit-alike = Noms qui se ressemblent
nonprofit-alike-text = { $count ->
    [one] { $count } nom d’ici peut être pris pour celui-ci. Regardez-le plus bas, et le registre, avant de décider.
   *[other] { $count } noms d’ici peuvent être pris pour celui-ci. Regardez-les plus bas, et le registre, avant de décider.
}
nonprofit-alike-nonprofit = Association
nonprofit-alike-shop = Boutique
nonprofit-no-consent = Son accord signé manque
nonprofit-no-consent-text = Elle ne peut pas être vérifiée avant d’avoir apporté le document d’accord.
nonprofit-verify = Vérifier
nonprofit-verify-ask = { $nonprofit } pourra alors recevoir des dons, et les donateurs liront que vous avez regardé aujourd’hui. Est-elle en règle à son registre ({ $registry }, { $number }), sous le même nom, et l’accord est-il signé par une personne habilitée ?
nonprofit-refuse = Pas encore
nonprofit-refuse-ask = { $nonprofit } lit pourquoi, est prévenue par courriel et peut répondre.
nonprofit-suspend = Suspendre
nonprofit-suspend-ask = { $nonprofit } ne reçoit plus aucun nouveau don. Son équipe garde ses donateurs, ses reçus et ses exports, et peut encore rendre des dons.
nonprofit-reason-hint = L’association le lit mot pour mot.
nonprofit-not-now = Cela ne peut pas être décidé dans cet état : quelqu’un a été plus rapide.
nonprofit-decided = C’est décidé. L’association est prévenue par courriel.
nonprofit-write = Lui écrire
nonprofit-write-words = Votre question ou remarque
nonprofit-written = Envoyé. Son équipe est prévenue par courriel.

job-thank-mail = Remercier un donateur
job-nonprofit-invitation = Inviter quelqu’un dans une association
job-nonprofit-mail = Dire à une association ce qui a été décidé

log-donors = { $count ->
    [one] { $count } donateur
   *[other] { $count } donateurs
}
log-gifts = { $count ->
    [one] { $count } don
   *[other] { $count } dons
}
act-nonprofit-apply = A inscrit une association
act-nonprofit-answer = A répondu à l’opérateur
act-nonprofit-verify = A vérifié l’association
act-nonprofit-refuse = N’a pas encore vérifié l’association
act-nonprofit-suspend = A suspendu l’association
act-nonprofit-write = A écrit à l’association
act-nonprofit-consent = A lu l’accord signé
act-campaign-make = A créé une campagne
act-campaign-change = A modifié une campagne
act-campaign-close = A fermé une campagne
act-campaign-open = A rouvert une campagne
act-donation-return = A rendu un don
act-donor-thank = A remercié un donateur
act-donors-export = A exporté des donateurs
act-gifts-export = A exporté des dons

mail-nonprofit-verified-subject = { $nonprofit } est vérifiée
mail-nonprofit-verified-lead = { $nonprofit } peut maintenant recevoir des dons. Vos campagnes sont ouvertes, et vos publications peuvent porter une carte de don.
mail-nonprofit-refused-subject = { $nonprofit } ne peut pas encore être vérifiée
mail-nonprofit-refused-lead = L’opérateur a examiné la demande de { $nonprofit } et a d’abord besoin d’autre chose. Vous pouvez répondre, ou corriger ce qui n’allait pas ; elle est alors examinée de nouveau.
mail-nonprofit-suspended-subject = Les dons à { $nonprofit } sont arrêtés
mail-nonprofit-suspended-lead = L’opérateur a arrêté les dons à { $nonprofit }. Aucun nouveau don n’est reçu. Ce qui a été donné reste à vous : les reçus, les dons à rendre et tous les exports continuent de fonctionner.
mail-nonprofit-asked-subject = L’opérateur a écrit au sujet de { $nonprofit }
mail-nonprofit-asked-lead = L’opérateur a écrit au sujet de la demande de { $nonprofit }.
mail-nonprofit-said = « { $words } »
mail-nonprofit-button = Lire et répondre
mail-nonprofit-payee-subject = Les donateurs ne peuvent pas donner à { $nonprofit } pour le moment
mail-nonprofit-payee-lead = Le prestataire de paiement dit que { $nonprofit } ne peut pas être payée. Vos campagnes ne reçoivent rien tant que ce n’est pas réglé, et rouvrent ensuite d’elles-mêmes. Ce qui a été donné reste.
mail-nonprofit-invite-subject = { $name } vous invite à travailler pour { $nonprofit }
mail-nonprofit-invite-lead = On vous propose de rejoindre l’équipe de { $nonprofit }, rôle : { $role }.
mail-thanks-subject = Un mot de { $nonprofit }
mail-thanks-why = Vous recevez ce seul courriel parce que vous avez donné { $amount } à { $nonprofit } pour « { $campaign } ».
mail-thanks-reply = Répondre à { $email }

## Looks into registers

standing-title = Consultations des registres
standing-text = { $count ->
    [one] Une consultation vaut { $count } jour.
   *[other] Une consultation vaut { $count } jours. Ensuite, une association ne reçoit rien de nouveau avant une nouvelle consultation. Cherchez chacune dans son registre, cochez celles qui y sont en règle, et notez ce que vous avez vu.
}
standing-never = Sur ce serveur, une consultation vaut pour toujours. Cherchez chacune dans son registre, cochez celles qui y sont en règle, et notez ce que vous avez vu.
standing-on = Consulté le
standing-note = Qui a consulté, et ce qui a été vu
standing-note-hint = Figure au journal de chacune, que son équipe lit.
standing-one = { $nonprofit } · { $number } · { $until }
standing-until = jusqu’au { $date }
standing-over = échue : rien n’est reçu pour l’instant
standing-record = Noter les consultations
standing-recorded = Les consultations sont notées.
standing-nobody = Cochez au moins une association.
standing-not-verified = L’une d’elles n’est plus vérifiée. Rien n’a été noté ; revoyez la liste.
standing-ahead = Ce jour n’est pas encore venu.
standing-day-wrong = Écrivez un jour, par exemple 2026-11-30.
standing-too-old = { $count ->
    [one] Une consultation vaut { $count } jour, et celle-ci est plus ancienne.
   *[other] Une consultation vaut { $count } jours, et celle-ci est plus ancienne.
}
todo-standings = { $count ->
    [one] association à chercher de nouveau au registre
   *[other] associations à chercher de nouveau au registre
}
act-nonprofit-check = Registre consulté
desk-lapsed-title = Rien de nouveau n’est reçu avant une nouvelle consultation du registre
desk-lapsed-text = La dernière consultation de votre registre par l’exploitant est trop ancienne. Nouveaux dons, collectes et messages avec une carte de don attendent qu’il ait consulté de nouveau ; les dons réguliers attendent aussi, et reprennent d’eux-mêmes. Vous n’avez rien à faire, mais pouvez écrire à l’exploitant.
desk-lapses-title = Le registre est à consulter de nouveau
desk-lapses-text = La dernière consultation de votre registre par l’exploitant échoit dans quelques jours. Il est prévenu, et consulte de nouveau. D’ici là, les dons sont reçus comme avant.
mail-standing-soon-subject = La consultation du registre de { $nonprofit } échoit le { $date }
mail-standing-soon-lead = Qui vous permet de recevoir des dons doit consulter votre registre de temps en temps. La dernière consultation vaut jusqu’au { $date } ; l’exploitant est prévenu lui aussi. Si personne n’a consulté de nouveau d’ici là, rien de nouveau n’est reçu avant que ce soit fait.
mail-standing-soon-operators = La dernière consultation du registre de { $nonprofit } vaut jusqu’au { $date }. Consultez de nouveau et notez-le dans la console ; après ce jour, rien de nouveau n’est reçu.
mail-standing-over-subject = { $nonprofit } ne reçoit rien de nouveau pour l’instant
mail-standing-over-lead = La dernière consultation de votre registre valait jusqu’au { $date }. Nouveaux dons, collectes et messages avec une carte de don attendent que l’exploitant ait consulté de nouveau ; les dons réguliers attendent aussi, et reprennent d’eux-mêmes. L’exploitant est prévenu.
mail-standing-over-operators = La dernière consultation du registre de { $nonprofit } valait jusqu’au { $date }. Rien de nouveau n’est reçu, et les dons réguliers attendent, jusqu’à ce que vous ayez consulté de nouveau et l’ayez noté dans la console.
