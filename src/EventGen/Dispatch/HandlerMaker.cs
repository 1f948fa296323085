using EventGen.CompilerServices;

namespace EventGen;

/// <summary>A thread that makes handlers: what it is making, each inside of the constructor of the one before, and what it waits for.</summary>
/// <remarks>
/// A singleton is made once, so a thread that needs one which another is making waits for it. Constructors may emit events, whose
/// handlers have to be made in turn. So two threads could wait for each other, and one thread for itself: before a thread waits,
/// it follows who waits for whom, and throws where that leads back to itself.
/// </remarks>
internal sealed class HandlerMaker
{
    // Never held while user code runs.
    private static readonly object s_gate = new();

    [ThreadStatic] private static HandlerMaker? t_current;

    // Changed by its own thread alone; read by others under s_gate, while this one waits there.
    private readonly List<(HandlerInstance Handler, HandlerInstances Bus)> _making = [];

    // Under s_gate.
    private HandlerInstance? _awaited;

    /// <summary>The running thread's.</summary>
    public static HandlerMaker Current => t_current ??= new HandlerMaker();

    /// <summary>The class whose constructor this thread is in; <see langword="null"/> for none.</summary>
    public Type? Making => _making.Count == 0 ? null : _making[^1].Handler.Type;

    /// <summary>Begins to make a singleton, or waits for the thread that is making it.</summary>
    /// <returns>What another thread has made; <see langword="null"/> when this one makes it: <see cref="Leave"/> must follow.</returns>
    /// <exception cref="HandlerCircleException">The thread would wait for itself.</exception>
    public object? Enter(HandlerInstance handler, HandlerInstances bus)
    {
        lock (s_gate)
        {
            while (true)
            {
                if (handler.Value is { } made) return made;
                if (handler.Maker is null) break;
                if (LeadsHere(handler)) throw CircleTo(handler);
                _awaited = handler;
                Monitor.Wait(s_gate);
                _awaited = null;
            }

            handler.Maker = this;
            _making.Add((handler, bus));
            return null;
        }
    }

    /// <summary>Ends what <see cref="Enter"/> began.</summary>
    /// <param name="handler">The singleton.</param>
    /// <param name="value">The instance; <see langword="null"/> when it could not be made.</param>
    public void Leave(HandlerInstance handler, object? value)
    {
        lock (s_gate)
        {
            handler.Value = value;
            handler.Maker = null;
            _making.RemoveAt(_making.Count - 1);
            Monitor.PulseAll(s_gate);
        }
    }

    /// <summary>Begins to make a handler that nobody else needs: <see cref="End"/> must follow.</summary>
    public void Begin(HandlerInstance handler, HandlerInstances bus) => _making.Add((handler, bus));

    /// <summary>Ends what <see cref="Begin"/> began.</summary>
    public void End() => _making.RemoveAt(_making.Count - 1);

    /// <summary>Whether this thread is in the constructor of a handler class, for one bus.</summary>
    public bool IsMaking(Type type, HandlerInstances bus) => _making.Exists(making => making.Handler.Type == type && ReferenceEquals(making.Bus, bus));

    /// <summary>The circle that would be closed if this thread waited for a handler.</summary>
    public HandlerCircleException CircleTo(HandlerInstance handler)
    {
        lock (s_gate)
        {
            // From the handler over all who wait, to what this thread is making.
            List<Type> others = [];
            var (wanted, maker) = (handler, handler.Maker ?? this);
            while (maker != this)
            {
                others.AddRange(maker.From(wanted));
                wanted = maker._awaited!;
                maker = wanted.Maker!;
            }

            Type[] circle = [.. From(wanted), .. others, wanted.Type];
            return new HandlerCircleException(circle);
        }
    }

    // Under s_gate.
    private bool LeadsHere(HandlerInstance handler)
    {
        for (var maker = handler.Maker; maker is not null; maker = maker._awaited?.Maker)
        {
            if (maker == this) return true;
        }

        return false;
    }

    private IEnumerable<Type> From(HandlerInstance handler) =>
        _making.Select(static making => making.Handler.Type).SkipWhile(type => type != handler.Type);
}
