/* raw: sockets without any HTTP, for tests that send what no client would, and a server that
 * answers by script. Every wait ends after 10 s with a failure, never with a guess. */
#ifndef KITH_KIT_RAW_H
#define KITH_KIT_RAW_H

#include "base/buf.h"

int raw_connect(int port); /* to 127.0.0.1; fails the test when it cannot */
void raw_send(int fd, k_str bytes);
/* Reads until the other side closes; the whole answer. */
k_str raw_read_all(struct k_arena *a, int fd);
/* Reads until what came contains the text (then everything up to now) or the end. */
k_str raw_read_until(struct k_arena *a, int fd, const char *text);
/* Connects, sends, reads until the end. */
k_str raw_exchange(struct k_arena *a, int port, k_str bytes);
int raw_status(k_str answer); /* 200; 0 when there is no status line */
k_str raw_body(k_str answer); /* behind the blank line, chunks as they are */

/* A server for one test: runs fn(arg, nth, fd) for each connection (nth counts from 0) in a
 * thread of its own, then closes it. At most 256 connections. Stopping waits for them, so stop
 * the client first. */
struct raw_server;
struct raw_server *raw_server_start(void (*fn)(void *arg, int nth, int fd), void *arg);
int raw_server_port(const struct raw_server *s);
void raw_server_stop(struct raw_server *s);
/* For fn: reads a request head (up to the blank line) and the body by its Content-Length. */
k_str raw_read_request(struct k_arena *a, int fd);

#endif
