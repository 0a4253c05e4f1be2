<?php
// Settings of the WordPress of the tests; start-wordpress.sh gives address and database socket by environment.
define('DB_NAME', 'wp');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('KITH_WP_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define($name . '_KEY', "for tests only: key of $name");
    define($name . '_SALT', "for tests only: salt of $name");
}
define('WP_HOME', getenv('KITH_WP_URL'));
define('WP_SITEURL', getenv('KITH_WP_URL'));
define('WP_ENVIRONMENT_TYPE', 'local'); // application passwords also without TLS
define('WP_HTTP_BLOCK_EXTERNAL', true); // no update checks, no pings
define('WP_ACCESSIBLE_HOSTS', 'localhost,127.0.0.1');
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
