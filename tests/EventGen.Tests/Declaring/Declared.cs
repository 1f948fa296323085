namespace EventGen.Tests.Declaring;

/// <summary>
/// A parcel left
/// the house.
/// </summary>
[Event("parcel.sent", Version = 3)]
[PublishTo("second")]
[PublishTo("first")]
public sealed record ParcelSentEvent(Guid Parcel, [property: EventKey] string Customer, string? Note, int? Weight, int Pieces = 1)
{
    public string Label => $"{Customer}/{Parcel}";
}

[Event(Description = "Said in so many words.")]
public sealed class HTTPRequestSeen
{
    public required string Path { get; init; }

    public int Status { get; init; }
}

[Event]
public struct RawSample
{
    public double Value;
}

/// <summary>A handler that its derived classes inherit.</summary>
public abstract class SampleHandler
{
    [Subscribe]
    public void Handle(RawSample e) => Handled += e.Value;

    public double Handled { get; private set; }
}

public sealed class DerivedSampleHandler : SampleHandler, IDisposable
{
    public static AsyncLocal<Action<double>?> Disposed { get; } = new();

    public void Dispose() => Disposed.Value?.Invoke(Handled);
}

public static class ParcelHandlers
{
    [Subscribe(Name = "the post")]
    public static void Post(ParcelSentEvent e)
    {
    }
}
