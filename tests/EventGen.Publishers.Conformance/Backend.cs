namespace EventGen.Publishers.Conformance;

/// <summary>A back end under test, with whatever server it needs: one for each test.</summary>
public abstract class Backend : IAsyncDisposable
{
    public abstract Capabilities Capabilities { get; }

    /// <summary>How long a message may be left unattended before another instance takes it over.</summary>
    public virtual TimeSpan ClaimAfter => throw new NotSupportedException("It declares no Capabilities.Persists.");

    /// <summary>For how long an instance may stand still without looking left behind.</summary>
    public virtual TimeSpan MayStandStill => ClaimAfter / 3;

    /// <summary>Starts what it needs; skips the test, with the reason, where the machine has no such thing.</summary>
    public abstract Task StartAsync();

    /// <summary>Makes a transport named <see cref="Parcel.Wire"/> that publishes and receives.</summary>
    /// <param name="channel">Transports of one channel hear each other.</param>
    /// <param name="unknownEvents">What it does with events that its bus does not have.</param>
    public abstract IEventTransport Create(string channel = "parcels", UnknownEventMode unknownEvents = UnknownEventMode.DeadLetter);

    /// <summary>Puts bytes on a channel that no transport would.</summary>
    public abstract Task PutAsync(byte[] wire, string channel = "parcels");

    /// <summary>Kills the server, if it runs, and starts it with what it had kept.</summary>
    public virtual Task RestartAsync() => throw new NotSupportedException("It declares no Capabilities.HasServer.");

    /// <summary>Kills the server.</summary>
    public virtual Task StopServerAsync() => throw new NotSupportedException("It declares no Capabilities.HasServer.");

    /// <summary>Makes the server stand still: connections stay open, and nobody answers.</summary>
    public virtual void Freeze() => throw new NotSupportedException("It declares no Capabilities.HasServer.");

    /// <summary>Lets a server that stands still go on.</summary>
    public virtual void Thaw() => throw new NotSupportedException("It declares no Capabilities.HasServer.");

    /// <summary>What the server has to say about what it keeps and for whom, for a test that waited in vain.</summary>
    public virtual Task<string> DescribeAsync() => Task.FromResult("");

    public abstract ValueTask DisposeAsync();
}
