namespace EventGen;

/// <summary>How a stream buffers. Read once, when the stream is made; later changes have no effect.</summary>
public class EventStreamOptions
{
    // The buffer counts in an int and needs a bit of it.
    private const int MaxCapacity = 1 << 29;

    /// <summary>How many events may wait for the reader, besides those that are replayed.</summary>
    /// <value>Default: 256. At least 1. The buffer takes memory only as it fills.</value>
    public int Capacity { get; set; } = 256;

    /// <summary>What happens when an event comes and the buffer is full.</summary>
    /// <value>Default: <see cref="StreamFullMode.DropWrite"/>.</value>
    public StreamFullMode WhenFull { get; set; }

    /// <summary>
    /// With how many of the events emitted before the stream begins: the newest, oldest first, followed without gap or
    /// repetition by what is emitted from then on. The bus must keep them: <see cref="EventBusOptions.KeepLast{T}"/>.
    /// </summary>
    /// <value>Default: 0. The stream gets fewer where the bus keeps fewer.</value>
    public int ReplayLast { get; set; }

    /// <summary>Disposes the stream when it is cancelled, which ends the reader's loop without an exception.</summary>
    /// <value>Default: none.</value>
    public CancellationToken CancellationToken { get; set; }

    private protected virtual Delegate? AnyFilter => null;

    /// <summary>The filter for a stream of this type; <see langword="null"/> for none.</summary>
    /// <exception cref="ArgumentException">The options are those of a stream of another type.</exception>
    internal Func<T, bool>? FilterOf<T>() => AnyFilter switch
    {
        null => null,
        Func<T, bool> filter => filter,
        _ => throw new ArgumentException($"The filter of these options is for another type; a stream of {typeof(T).Name} takes EventStreamOptions<{typeof(T).Name}>.", "options"),
    };

    /// <exception cref="ArgumentException">Settings that cannot work; the message lists them all.</exception>
    internal void Validate()
    {
        string[] errors = [.. ValidationErrors()];
        if (errors.Length > 0) throw new ArgumentException($"The stream cannot work with these options: {string.Join(" ", errors)}", "options");
    }

    private IEnumerable<string> ValidationErrors()
    {
        if (Capacity is < 1 or > MaxCapacity) yield return $"{nameof(Capacity)} is {Capacity}; it must be from 1 to {MaxCapacity}.";
        if (!Enum.IsDefined(WhenFull)) yield return $"{nameof(WhenFull)} is {WhenFull}; it must be one of {string.Join(", ", Enum.GetNames<StreamFullMode>())}.";
        if (ReplayLast < 0) yield return $"{nameof(ReplayLast)} is {ReplayLast}; it must not be negative.";
    }
}
