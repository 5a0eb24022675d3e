package io.spillway.planted.gateway;

final class JobManager {}
