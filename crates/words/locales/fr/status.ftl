## Ce qui peut être commencé sur ce serveur, et ce qui a changé

status-title = État et changements
status-explained = Ce qui peut être commencé ici aujourd’hui. Ce qui a été commencé avant va jusqu’à son terme, quoi qu’on ferme.
status-now = Ce qui est ouvert aujourd’hui
status-in-steps = Ouverture par étapes
status-closed = Pas ouvert
status-changes = Changements
status-no-changes = Rien n’a encore été ouvert ni fermé.
status-feed = Suivre les changements (flux Atom)
status-opened = { $feature } : ouvert à tous
status-restricted = { $feature } : n’est plus ouvert à tous
status-ruled = { $feature } : ouvert à d’autres qu’avant
status-stopped = { $feature } : arrêté pour l’instant
status-resumed = { $feature } : reprend
status-ends-on = Fin
status-ended = Terminé
status-end-announced = { $what } : fin le { $day }
status-end-changed = { $what } : fin désormais le { $day }
status-end-withdrawn = { $what } : la fin est annulée
status-end-step = { $what } : { $step }
