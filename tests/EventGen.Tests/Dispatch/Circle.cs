namespace EventGen.Tests.Dispatch;

/// <summary>An event whose handler emits it again, as long as it may.</summary>
[Event]
public sealed record Circle(EventBus Bus)
{
    public int Calls;
}

public static class CircleHandlers
{
    [Subscribe]
    public static void Again(Circle e, EventContext context)
    {
        e.Calls += context.Attempt;
        e.Bus.Topic<Circle>().Emit(e);
    }
}
