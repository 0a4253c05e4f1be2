/* banned: functions that have no place here. Included by the compiler for every file
 * (-include). */
#ifndef KITH_BASE_BANNED_H
#define KITH_BASE_BANNED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok asctime ctime    \
    gmtime localtime atoi atol atoll atof rand srand system
#endif
