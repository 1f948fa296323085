namespace EventGen.AspNetCore.Management;

/// <summary>A request that cannot be answered as it is: becomes a problem of RFC 9457.</summary>
internal sealed class ProblemException(int status, string title, string detail) : Exception(detail)
{
    public int Status => status;

    public ProblemModel Problem { get; } = new("about:blank", title, status, detail);

    public static ProblemException BadRequest(string detail) => new(400, "The request cannot be understood.", detail);

    public static ProblemException NotFound(string detail) => new(404, "There is no such thing.", detail);

    public static ProblemException Conflict(string detail) => new(409, "It cannot be done now.", detail);

    public static ProblemException Unavailable(string detail) => new(503, "The service is not available.", detail);
}
