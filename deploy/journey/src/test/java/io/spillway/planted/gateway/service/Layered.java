package io.spillway.planted.gateway.service;

final class Layered {}
