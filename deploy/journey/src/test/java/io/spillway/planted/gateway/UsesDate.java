package io.spillway.planted.gateway;

import java.util.Date;

@SuppressWarnings("JavaUtilDate")
record UsesDate(Date date) {}
