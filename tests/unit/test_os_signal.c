/* The wish to stop. */
#include "unit.h"
#include "os/signal.h"
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static bool readable(void)
{
    struct pollfd p = {.fd = os_signal_fd(), .events = POLLIN};
    return poll(&p, 1, 0) == 1;
}

static void each_stop_signal_sets_the_flag_and_wakes(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGINT};
    for (size_t i = 0; i < ROWS(signals); i++) {
        assert_int_equal(os_signal_setup(), K_OK);
        assert_false(os_signal_stopping());
        assert_false(readable());
        assert_int_equal(raise(signals[i]), 0);
        assert_true(os_signal_stopping());
        assert_true(readable());
    }
    assert_int_equal(raise(SIGTERM), 0); /* once more changes nothing */
    assert_true(os_signal_stopping());
}

static void the_program_can_wish_it_itself(void **state)
{
    (void)state;
    assert_int_equal(os_signal_setup(), K_OK);
    os_signal_stop();
    assert_true(os_signal_stopping() && readable());
}

static void writing_to_a_closed_pipe_is_an_error_and_no_death(void **state)
{
    (void)state;
    int fd[2];
    assert_int_equal(os_signal_setup(), K_OK);
    assert_int_equal(pipe(fd), 0);
    close(fd[0]);
    assert_int_equal(write(fd[1], "x", 1), -1);
    close(fd[1]);
}

static void a_second_interrupt_ends_the_process(void **state)
{
    (void)state;
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (os_signal_setup() != K_OK)
            _exit(1);
        raise(SIGINT);
        raise(SIGINT);
        _exit(0);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 130);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_stop_signal_sets_the_flag_and_wakes),
        cmocka_unit_test(the_program_can_wish_it_itself),
        cmocka_unit_test(writing_to_a_closed_pipe_is_an_error_and_no_death),
        cmocka_unit_test(a_second_interrupt_ends_the_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
