using FsCheck;
using FsCheck.Fluent;

namespace EventGen.Stress.Tests.Subscriptions;

/// <summary>Random subscriptions, ends and emits, on a topic and on a list; both must agree after each step.</summary>
public sealed class SubscriptionModelTests
{
    private const int Handlers = 4;
    private static readonly int s_effects = Enum.GetValues<Effect>().Length;
    private static readonly int s_forms = Enum.GetValues<Form>().Length;

    [Fact]
    public void Topic_BehavesLikeAList()
    {
        // Numbers, each of which says a step: FsCheck then knows by itself how to shrink what fails.
        var steps = Arb.From(
            Gen.Choose(0, 1_000_000).ArrayOf().Resize(120),
            static steps => ArbMap.Default.ArbFor<int[]>().Shrinker(steps).Where(static fewer => fewer.All(static step => step >= 0)));
        var config = Config.QuickThrowOnFailure.WithMaxTest(StressTime.IsThorough ? 5000 : 500).WithEndSize(120);

        // The failure names the seed and the shortest steps that show it.
        Prop.ForAll(steps, static steps => AgreeThrough(steps)).Check(config);
    }

    private static bool AgreeThrough(int[] steps)
    {
        using var bus = EventBus.Create(static bus => bus.AddModule(EventGenStressTestsEventModule.Instance));
        var topic = new ListedTopic(bus.Topic<ListModelEvent>());
        var model = new ListModel();
        foreach (int step in steps)
        {
            if (!Step(topic, model, step) || topic.Active != model.Active || !topic.Called.SequenceEqual(model.Called)) return false;
        }

        return Enumerable.Range(0, model.Count).All(index => topic.IsActive(index) == model.IsActive(index));
    }

    /// <returns>False when the two answered differently.</returns>
    private static bool Step(ListedTopic topic, ListModel model, int step)
    {
        int choice = step / 8;
        switch (step % 8)
        {
            case 0 or 1 or 2:
                var form = (Form)(choice % s_forms);
                var effect = form == Form.Shared ? Effect.None : (Effect)(choice / s_forms % s_effects);
                int handler = choice / s_forms / s_effects % Handlers + 1;
                topic.Add(handler, effect, form);
                model.Add(handler, effect, form);
                return true;
            case 3 or 4 when model.Count > 0:
                topic.End(choice % model.Count);
                model.End(choice % model.Count);
                return true;
            case 5:
                return topic.EndNewest(choice % Handlers + 1) == model.EndNewest(choice % Handlers + 1);
            case 6 when !model.HasAsynchronous:
                topic.Emit();
                model.Emit();
                return true;
            default:
                topic.Invoke();
                model.Emit();
                return true;
        }
    }
}

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

/// <summary>A topic and all subscriptions ever made on it, by the same numbers as in the <see cref="ListModel"/>.</summary>
internal sealed class ListedTopic(EventTopic<ListModelEvent> topic)
{
    private readonly List<EventSubscription> _subscriptions = [];
    private readonly Dictionary<int, Action<ListModelEvent>> _shared = [];

    public List<int> Called { get; } = [];

    public int Active => topic.SubscriberCount;

    public bool IsActive(int index) => _subscriptions[index].IsActive;

    public void Add(int handler, Effect effect, Form form)
    {
        int index = _subscriptions.Count;
        _subscriptions.Add(form switch
        {
            Form.Shared => topic.Subscribe(Shared(handler)),
            Form.WithContext => topic.Subscribe((ListModelEvent _, EventContext context) => Call(handler, effect, index)),
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

    public void Emit() => topic.Emit(new ListModelEvent(0));

    public void Invoke()
    {
        try
        {
            topic.InvokeAsync(new ListModelEvent(0)).GetAwaiter().GetResult();
        }
        catch (EventDispatchException)
        {
            // Some handlers throw.
        }
    }

    private Action<ListModelEvent> Shared(int handler)
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

/// <summary>Noted by run-time subscribers.</summary>
[Event("stress.list-model")]
public sealed record ListModelEvent(int Number);

/// <summary>By which overload a handler subscribes.</summary>
internal enum Form
{
    /// <summary>With a delegate that several subscriptions share, so that it can be unsubscribed by it.</summary>
    Shared,

    Plain,

    WithContext,

    Asynchronous,
}

/// <summary>What a handler does besides noting that it was called.</summary>
internal enum Effect
{
    None,

    /// <summary>Subscribes another handler.</summary>
    Subscribe,

    EndItself,

    /// <summary>Ends the subscription after its own.</summary>
    EndTheNext,

    /// <summary>Throws, which stops nobody.</summary>
    Throw,
}
