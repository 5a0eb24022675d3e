package io.spillway.gateway.submission;

/** A place in the body, and where to complain about it. */
record Place(String path, Complaints complaints) {
    Place at(String name) {
        return new Place(path.isEmpty() ? name : path + "." + name, complaints);
    }

    Place at(int index) {
        return new Place(path + "[" + index + "]", complaints);
    }

    void wrong(String message) {
        complaints.add(path, message);
    }
}
