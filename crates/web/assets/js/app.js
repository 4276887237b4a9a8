// The whole of what runs in a page. Each module improves markup that works without it.
import './card.js';
import './undo.js';
import './inline.js';
import './sheet.js';
import './live.js';
import './time.js';
import './composer.js';
import './refresh.js';
import './menu.js';
import './shortcuts.js';
import './media.js';
import './method.js';
