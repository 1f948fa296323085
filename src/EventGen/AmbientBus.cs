namespace EventGen;

/// <summary>The process's default bus, and whether it is the only one that running code could mean.</summary>
/// <remarks>
/// As long as it is, the <c>Events</c> accessors are a load of a cached topic, and handlers need not be marked with
/// their bus. As soon as there is another bus, or one is put in force with <see cref="EventBus.Use"/>, both ask the
/// ambient state.
/// </remarks>
internal static class AmbientBus
{
    private static readonly object s_gate = new();

    // All below: under s_gate; s_default and s_sole are also read outside of it.
    private static readonly List<EventModule> s_modules = [];
    private static readonly List<Action> s_resets = [];
    private static volatile EventBus? s_default;
    private static bool s_madeOnFirstUse;
    private static int s_others;
    private static int s_uses;
    private static volatile bool s_sole;

    /// <summary>The bus that hosting started, or one made now.</summary>
    public static EventBus Default => s_default ?? MakeDefault();

    /// <summary>Adds the module of an executable.</summary>
    public static void AddModule(EventModule module)
    {
        lock (s_gate) s_modules.Add(module);
    }

    /// <summary>The modules of the executables whose code has been touched: the entry point's, and a test project's.</summary>
    public static IReadOnlyList<EventModule> Modules
    {
        get
        {
            lock (s_gate) return [.. s_modules];
        }
    }

    /// <summary>What these modules declare.</summary>
    public static EventRegistry Describe()
    {
        var registry = new EventRegistry();
        foreach (var module in Modules) registry.Add(module);
        return registry;
    }

    /// <summary>A bus has been made.</summary>
    /// <returns>What only the bus keeps.</returns>
    public static OpenBus Opened()
    {
        lock (s_gate)
        {
            s_others++;
            UpdateDefault();
        }

        return new OpenBus();
    }

    /// <summary>A bus is gone that nobody has stopped.</summary>
    public static void Abandoned()
    {
        lock (s_gate)
        {
            s_others--;
            UpdateDefault();
        }
    }

    /// <summary>A bus has stopped.</summary>
    public static void Closed(EventBus bus)
    {
        lock (s_gate)
        {
            bus.IsForgotten = true;
            bus.ForgetOpen();

            // The default stays in force: what is emitted after its stop must throw, not start another bus.
            if (ReferenceEquals(bus, s_default)) return;
            s_others--;
            UpdateDefault();
        }
    }

    /// <summary>Makes a bus the process's default.</summary>
    /// <returns>True when it takes the place of one that was made on first use.</returns>
    public static bool SetDefault(EventBus bus)
    {
        lock (s_gate)
        {
            if (ReferenceEquals(bus, s_default)) return false;
            bool replaced = s_madeOnFirstUse;
            if (s_default is { IsForgotten: false, IsNull: false }) s_others++;
            s_default?.Topics.Need(DispatchFlags.Mark, needed: true);
            s_default = bus;
            s_madeOnFirstUse = false;
            if (!bus.IsNull) s_others--;   // that one never opened
            s_sole = false;
            Forget();
            UpdateDefault();
            return replaced;
        }
    }

    public static IDisposable Use(EventBus bus)
    {
        Count(+1);
        return new UseScope(Ambient.Enter(Ambient.Current.WithBus(bus)));
    }

    /// <summary>Lets an accessor keep a topic or group for as long as no other can be meant.</summary>
    /// <param name="bus">The bus it is of.</param>
    /// <param name="found">The topic or group.</param>
    /// <param name="keep">Keeps it; called with <see langword="null"/> when it must be forgotten.</param>
    public static void Cache<T>(EventBus bus, T found, Action<T?> keep) where T : class
    {
        // Asked again under the lock; most offers come while there are several buses.
        if (s_sole) Keep(bus, found, keep);
    }

    private static void Keep<T>(EventBus bus, T found, Action<T?> keep) where T : class
    {
        lock (s_gate)
        {
            if (!s_sole || !ReferenceEquals(bus, s_default)) return;
            keep(found);
            s_resets.Add(() => keep(null));
        }
    }

    private static EventBus MakeDefault()
    {
        if (ModuleAt(0) is null) throw NoModule();

        // Outside of the lock: static constructors and module initializers may run, which are user code, and may ask for this bus.
        var made = EventBus.Create(static bus =>
        {
            // Adding one may bring the assembly of another executable to life, whose initializer adds its own.
            for (int i = 0; ModuleAt(i) is { } module; i++) bus.AddModule(module);
            bus.UseLogger(StandardErrorLogger.Instance);
        });
        if (made.RepeatedHandlers is { Count: > 0 } repeated)
        {
            made.Dispose();
            throw StartCheck.Failure(repeated);
        }

        EventBus? other;
        lock (s_gate)
        {
            other = s_default;
            if (other is null)
            {
                SetDefault(made);
                s_madeOnFirstUse = true;
            }
        }

        if (other is not null)
        {
            // Another thread was first, or such code on this one. Nobody has seen this one.
            made.Dispose();
            return other;
        }

        AppDomain.CurrentDomain.ProcessExit += static (_, _) => TellLoss();
        made.MakeHandlers();
        made.Launch();
        return made;
    }

    // Nobody else notices: the process ends with whatever nobody waits for.
    private static void TellLoss()
    {
        if (s_madeOnFirstUse && s_default is { IsStopped: false } bus) TellLoss(bus);
    }

    private static void TellLoss(EventBus bus)
    {
        var inFlight = bus.InFlight;
        int delayed = inFlight.Delayed;
        if (delayed == 0 && inFlight.IsAtRest) return;

        // A worker that has done everything may not sleep yet.
        var (queued, running) = (bus.Queue.Length, inFlight.Running);
        if (queued + running + delayed > 0) bus.Logger.EndedUnstopped(queued, running, delayed);
    }

    private static EventModule? ModuleAt(int index)
    {
        lock (s_gate) return index < s_modules.Count ? s_modules[index] : null;
    }

    private static void Count(int use)
    {
        lock (s_gate)
        {
            s_uses += use;
            UpdateDefault();
        }
    }

    private static void UpdateDefault()
    {
        bool sole = s_default is not null && s_others == 0 && s_uses == 0;
        if (sole == s_sole) return;
        s_sole = sole;
        if (!sole) Forget();
        s_default?.Topics.Need(DispatchFlags.Mark, needed: !sole);
    }

    private static void Forget()
    {
        foreach (var reset in s_resets) reset();
        s_resets.Clear();
    }

    private static InvalidOperationException NoModule() => new(
        "There is no event bus here: hosting has not started one, and the executable has no generated module to make one from. "
        + "Call services.AddEventGen(), put a bus in force with EventBus.Use(bus), or let the executable's project reference the EventGen generator.");

    private sealed class UseScope(IDisposable flow) : IDisposable
    {
        private int _ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0) return;
            flow.Dispose();
            Count(-1);
        }
    }
}
