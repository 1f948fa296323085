using EventGen.AspNetCore.Management;

namespace EventGen.AspNetCore;

/// <summary>What the management endpoints of <c>MapEventGen</c> show, and how much they keep. Read when the endpoints are mapped.</summary>
public sealed class EventGenManagementOptions
{
    /// <summary>
    /// Whether payloads, keys, headers, user ids, exception messages and stack traces are shown to whoever may use the endpoints.
    /// </summary>
    /// <value>Default: <see langword="null"/>, which means in the environment Development alone.</value>
    public bool? ShowPayloads { get; set; }

    /// <summary>The name of an authorization policy that requests must meet, besides the endpoints' own, to change something.</summary>
    /// <value>Default: <see langword="null"/>: who may look may also change.</value>
    public string? WritePolicy { get; set; }

    /// <summary>How many readers <c>GET /live</c> serves at the same time; others get status 503.</summary>
    /// <value>Default: 20. At least 1.</value>
    public int MaxLiveReaders { get; set; } = 20;

    /// <summary>How many activities wait for one reader of <c>GET /live</c>; a slower reader loses the rest and is told how many.</summary>
    /// <value>Default: 512. At least 1.</value>
    public int LiveBuffer { get; set; } = 512;

    /// <summary>How many of the newest activities are kept for <c>GET /trace/{correlationId}</c>.</summary>
    /// <value>Default: 10,000. At least 1.</value>
    public int TraceCapacity { get; set; } = 10_000;

    /// <summary>The method that the application calls to map the endpoints, for the log, which says how to open them: a dashboard's own.</summary>
    /// <value>Default: <c>MapEventGen</c>.</value>
    public string MappedBy { get; set; } = nameof(Microsoft.AspNetCore.Builder.EventGenManagementExtensions.MapEventGen);

    internal List<ManagementFile> Files { get; } = [];

    /// <summary>Adds a file that is served beside the endpoints, to the same people: for dashboards.</summary>
    /// <param name="path">Where it is, relative to the endpoints; empty for the address of the endpoints themselves, which then ends in a slash.</param>
    /// <param name="contentType">What it is.</param>
    /// <param name="open">Opens it, once for each request.</param>
    /// <param name="contentSecurityPolicy">What the file may load and do; <see langword="null"/> for nothing.</param>
    /// <exception cref="ArgumentNullException">One of the first three is <see langword="null"/>.</exception>
    public void AddFile(string path, string contentType, Func<Stream> open, string? contentSecurityPolicy = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(contentType);
        ArgumentNullException.ThrowIfNull(open);
        Files.Add(new ManagementFile(path, contentType, open, contentSecurityPolicy));
    }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLiveReaders, 1, nameof(MaxLiveReaders));
        ArgumentOutOfRangeException.ThrowIfLessThan(LiveBuffer, 1, nameof(LiveBuffer));
        ArgumentOutOfRangeException.ThrowIfLessThan(TraceCapacity, 1, nameof(TraceCapacity));
    }
}
