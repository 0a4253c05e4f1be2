<?php
// seed.php install | seed.php fill FILE: run in the site's folder by start-wordpress.sh, once. "fill" writes what a test must know
// to FILE as one JSON line (@PORT@ stands for the port, which may change between starts).
$_SERVER['HTTP_HOST'] = 'localhost';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
if ($argv[1] === 'install') {
    define('WP_INSTALLING', true);
    require getcwd() . '/wp-load.php';
    require ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install('Garden notes', 'admin', 'admin@example.test', true, '', 'admin-pass');
    exit(0);
}
require getcwd() . '/wp-load.php';

foreach (['comment_moderation', 'comment_previously_approved', 'comment_registration'] as $name) {
    update_option($name, 0);
}
switch_theme('plain');
wp_create_user('visitor', 'visitor-pass', 'visitor@example.test');

function comment(int $post, int $parent, string $who, string $text): int
{
    return wp_insert_comment([
        'comment_post_ID' => $post,
        'comment_parent' => $parent,
        'comment_author' => $who,
        'comment_author_email' => strtolower($who) . '@example.test',
        'comment_author_url' => 'http://' . strtolower($who) . '.example/',
        'comment_content' => $text,
        'comment_approved' => 1,
    ]);
}
$post = wp_insert_post([
    'post_title' => 'Watering in August & after',
    'post_content' => 'Water in the evening, and seldom, but then a lot.',
    'post_status' => 'publish',
    'post_author' => 1,
    'comment_status' => 'open',
]);
$first = comment($post, 0, 'Nora', 'Does this hold for tomatoes in pots too?');
comment($post, $first, 'Ravi', 'I wonder about pots as well.');

$accounts = [];
foreach ([1 => 'admin', 2 => 'visitor'] as $id => $name) {
    [$secret] = WP_Application_Passwords::create_new_application_password($id, ['name' => 'kith']);
    $accounts[] = ['user' => $name, 'password' => "$name-pass", 'app_password' => WP_Application_Passwords::chunk_password($secret)];
}
$site = 'http://localhost:@PORT@';
file_put_contents($argv[2], json_encode([
    'network' => 'wordpress',
    'url' => $site,
    'api' => "$site/?rest_route=/",
    'feed' => "$site/?feed=rss2",
    'comments_feed' => "$site/?feed=comments-rss2",
    'post' => $post,
    'comment' => $first,
    'allow_private' => ['localhost:@PORT@'],
    'accounts' => $accounts,
], JSON_UNESCAPED_SLASHES));
