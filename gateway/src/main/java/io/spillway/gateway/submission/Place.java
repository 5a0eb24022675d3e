package io.spillway.gateway.submission;

/** A place in the body, and where to complain about it. */
public record Place(String path, Complaints complaints) {
    /** The place of a field inside this one. */
    public Place at(String name) {
        return new Place(path.isEmpty() ? name : path + "." + name, complaints);
    }

    /** The place of an element inside this one. */
    public Place at(int index) {
        return new Place(path + "[" + index + "]", complaints);
    }

    /** Says what would be right here. */
    public void wrong(String message) {
        complaints.add(path, message);
    }
}
