using EventGen.CompilerServices;

namespace EventGen;

/// <summary>One event of a registry: its definition, and the handlers that every module adds. Not thread safe while the registry is built.</summary>
/// <param name="payloadType">The event.</param>
internal sealed class EventRegistration(Type payloadType)
{
    // Written once, by whoever asks first. If two threads race, either definition serves.
    private TopicFactory? _topics;

    // Null for an event that was added at once.
    private DeclaredEvent? _declared;
    private EventDescriptor? _descriptor;
    private HandlerLocation[]? _handlers;

    // Made when there is one: few events have any.
    private List<EntityTrigger>? _triggers;

    public Type PayloadType => payloadType;

    /// <summary>False while only handlers are known: the declaring module has not been added.</summary>
    public bool IsDefined => _topics is not null || _declared is not null;

    /// <summary>True where a start has nothing to ask of the event's own module.</summary>
    public bool IsPlain => _declared is not null;

    public string Id => _declared is null ? Declared.Id : _declared.Id;

    public bool IsDurable => !IsPlain && Declared.IsDurable;

    /// <summary>The event as it is declared.</summary>
    public EventDescriptor Declared => Topics.Descriptor;

    /// <summary>What is known of the event on a bus of the registry: with its handlers, and without publishers that are switched off.</summary>
    public EventDescriptor Descriptor => _descriptor ??= Describe();

    /// <summary>What fires the event, in the order of declaration.</summary>
    public IReadOnlyList<EntityTrigger> Triggers => _triggers ?? (IReadOnlyList<EntityTrigger>)[];

    public TopicFactory Topics => _topics ?? DefineNow();

    /// <summary>The handlers by module.</summary>
    public List<ModuleHandlers> Parts { get; } = [];

    /// <summary>The names of the compile-time handlers.</summary>
    public IEnumerable<string> HandlerNames => Handlers.Select(static place => place.Handler.Name);

    /// <summary>The handlers of all modules, in the order in which they run.</summary>
    public HandlerLocation[] Handlers => _handlers ??= Sort();

    /// <summary>
    /// Says of each handler what the bus has of it; <see langword="null"/> for one that it leaves out. Itself <see langword="null"/> to
    /// have them as they are. Set before anything asks for the handlers.
    /// </summary>
    public Func<HandlerInfo, HandlerInfo?>? Adapt { get; set; }

    /// <summary>Whether the bus has every handler of the modules.</summary>
    public bool HasAllHandlers => Adapt is null || Handlers.Length == DeclaredHandlers;

    /// <summary>The publishers of the bus; <see langword="null"/> outside one. Set before anything asks for the <see cref="Descriptor"/>.</summary>
    public PublisherSet? Publishers { get; set; }

    public void Declare(DeclaredEvent declared) => _declared ??= declared;

    public void Define(TopicFactory topics) => _topics ??= topics;

    public void Add(EntityTrigger trigger) => (_triggers ??= []).Add(trigger);

    private int DeclaredHandlers
    {
        get
        {
            int handlers = 0;
            foreach (var part in Parts) handlers += part.Handlers.Length;
            return handlers;
        }
    }

    private TopicFactory DefineNow()
    {
        _declared?.Define();
        return _topics ?? throw new InvalidOperationException($"{payloadType} has handlers but no definition. Add the module of the assembly that declares it.");
    }

    private EventDescriptor Describe()
    {
        var descriptor = Declared;
        if (Publishers is { } publishers && descriptor.Publishers.Count > 0) descriptor = WithEnabled(descriptor, publishers);
        if (Handlers.Length > 0) descriptor = descriptor with { Handlers = Array.ConvertAll(Handlers, NameOf) };
        return _triggers is null ? descriptor : descriptor with { Triggers = _triggers.ConvertAll(static trigger => trigger.Descriptor) };
    }

    private static EventDescriptor WithEnabled(EventDescriptor descriptor, PublisherSet publishers)
    {
        var enabled = publishers.Enabled(descriptor.Publishers);
        return enabled == descriptor.Publishers ? descriptor : descriptor with { Publishers = enabled, PublishersOnReceive = publishers.Enabled(descriptor.PublishersOnReceive) };
    }

    private static string NameOf(HandlerLocation place) => place.Handler.Name;

    // Most often there is nothing to sort, and sorting brings much code to life when a bus starts.
    private HandlerLocation[] Sort() => Adapt is { } adapt ? Adapted(adapt) : InOrder();

    private HandlerLocation[] Adapted(Func<HandlerInfo, HandlerInfo?> adapt) =>
        [.. InOrder().Select(place => adapt(place.Handler) is { } adapted ? place with { Handler = adapted } : null).OfType<HandlerLocation>()];

    private HandlerLocation[] InOrder() => Parts switch
    {
        [] => [],
        [var only] => Places(0, only),
        _ => Merged(),
    };

    private HandlerLocation[] Merged() =>
    [
        .. Parts.SelectMany(static (part, number) => Places(number, part))
            .OrderBy(static place => place.Handler.Order)
            .ThenBy(static place => place.Handler.Method, StringComparer.Ordinal),
    ];

    private static HandlerLocation[] Places(int part, ModuleHandlers handlers)
    {
        var places = new HandlerLocation[handlers.Handlers.Length];
        for (int i = 0; i < places.Length; i++) places[i] = new HandlerLocation(part, i, handlers.Handlers[i]);
        return places;
    }
}
