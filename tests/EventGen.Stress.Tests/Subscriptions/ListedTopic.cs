namespace EventGen.Stress.Tests.Subscriptions;

/// <summary>A topic and all subscriptions ever made on it, by the same numbers as in the <see cref="ListModel"/>.</summary>
internal sealed class ListedTopic(EventTopic<Noted> topic)
{
    private readonly List<EventSubscription> _subscriptions = [];
    private readonly Dictionary<int, Action<Noted>> _shared = [];

    public List<int> Called { get; } = [];

    public int Active => topic.SubscriberCount;

    public bool IsActive(int index) => _subscriptions[index].IsActive;

    public void Add(int handler, Effect effect, Form form)
    {
        int index = _subscriptions.Count;
        _subscriptions.Add(form switch
        {
            Form.Shared => topic.Subscribe(Shared(handler)),
            Form.WithContext => topic.Subscribe((Noted _, EventContext context) => Call(handler, effect, index)),
            Form.Asynchronous => topic.Subscribe(_ =>
            {
                Call(handler, effect, index);
                return ValueTask.CompletedTask;
            }),
            _ => topic.Subscribe(_ => Call(handler, effect, index)),
        });
    }

    public void End(int index) => _subscriptions[index].Dispose();

    public bool EndNewest(int handler) => topic.Unsubscribe(Shared(handler));

    public void Emit() => topic.Emit(new Noted(0));

    public void Invoke()
    {
        try
        {
            topic.InvokeAsync(new Noted(0)).GetAwaiter().GetResult();
        }
        catch (EventDispatchException)
        {
            // Some handlers throw.
        }
    }

    private Action<Noted> Shared(int handler)
    {
        if (!_shared.TryGetValue(handler, out var shared)) _shared.Add(handler, shared = _ => Called.Add(handler));
        return shared;
    }

    private void Call(int handler, Effect effect, int index)
    {
        Called.Add(handler);
        switch (effect)
        {
            case Effect.Subscribe:
                Add(-handler, Effect.None, Form.Plain);
                break;
            case Effect.EndItself:
                End(index);
                break;
            case Effect.EndTheNext when index + 1 < _subscriptions.Count:
                End(index + 1);
                break;
            case Effect.Throw:
                throw new InvalidOperationException("as some handlers do");
        }
    }
}
