namespace EventGen.Stress.Tests.Subscriptions;

/// <summary>What the subscriptions of a topic should be: a list, in the order in which they came.</summary>
internal sealed class ListModel
{
    private readonly List<Subscriber> _subscribers = [];

    /// <summary>Who was called, in order, by one emit after the other.</summary>
    public List<int> Called { get; } = [];

    public int Count => _subscribers.Count;

    public int Active => _subscribers.Count(static subscriber => subscriber.IsActive);

    public bool HasAsynchronous => _subscribers.Exists(static subscriber => subscriber.IsActive && subscriber.Form == Form.Asynchronous);

    public bool IsActive(int index) => _subscribers[index].IsActive;

    public void Add(int handler, Effect effect, Form form) => _subscribers.Add(new Subscriber(handler, effect, form));

    public void End(int index) => _subscribers[index].IsActive = false;

    /// <summary>Ends the newest with the shared delegate of a handler.</summary>
    /// <returns>False when there is none.</returns>
    public bool EndNewest(int handler)
    {
        var newest = _subscribers.FindLast(subscriber => subscriber.IsActive && subscriber.Form == Form.Shared && subscriber.Handler == handler);
        if (newest is null) return false;
        newest.IsActive = false;
        return true;
    }

    /// <summary>Calls those that are there now, except for those that have ended by their turn.</summary>
    public void Emit()
    {
        for (int i = 0, count = _subscribers.Count; i < count; i++)
        {
            if (IsActive(i)) Call(i);
        }
    }

    private void Call(int index)
    {
        var subscriber = _subscribers[index];
        Called.Add(subscriber.Handler);
        switch (subscriber.Effect)
        {
            case Effect.Subscribe:
                Add(-subscriber.Handler, Effect.None, Form.Plain);
                break;
            case Effect.EndItself:
                End(index);
                break;
            case Effect.EndTheNext when index + 1 < Count:
                End(index + 1);
                break;
        }
    }

    private sealed class Subscriber(int handler, Effect effect, Form form)
    {
        public int Handler => handler;

        public Effect Effect => effect;

        public Form Form => form;

        public bool IsActive { get; set; } = true;
    }
}
