package io.spillway.standalone.layout;

/** Something a person has to do something about, in three short lines. */
public final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String where;
    private final String remedy;

    /**
     * @param what what happened
     * @param where the port, file or process it happened at
     * @param remedy what to do
     */
    public Complaint(String what, String where, String remedy) {
        super(what);
        this.where = where;
        this.remedy = remedy;
    }

    /** What happened. */
    public String what() {
        return String.valueOf(getMessage());
    }

    /** The port, file or process it happened at. */
    public String where() {
        return where;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
