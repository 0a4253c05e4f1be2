<?php
// No mail leaves the test machine, and comments may follow each other quickly.
if (!function_exists('wp_mail')) {
    function wp_mail()
    {
        return true;
    }
}
add_filter('comment_flood_filter', '__return_false', 99);
remove_action('check_comment_flood', 'check_comment_flood_db');
add_filter('wp_is_comment_flood', '__return_false', 99);
