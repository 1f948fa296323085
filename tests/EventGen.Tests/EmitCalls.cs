namespace EventGen.Tests;

internal static class EmitCalls
{
    /// <summary>Emits by the named call; what it throws comes out, also where it came through a task.</summary>
    public static async Task EmitByAsync<T>(this EventTopic<T> topic, EmitCall call, T payload)
    {
        switch (call)
        {
            case EmitCall.Emit:
                topic.Emit(payload);
                break;
            case EmitCall.InvokeAsync:
                await topic.InvokeAsync(payload);
                break;
            case EmitCall.EmitAsync:
                await topic.EmitAsync(payload);
                break;
            default:
                Assert.True(topic.TryEnqueue(payload));
                break;
        }
    }

    /// <inheritdoc cref="EmitByAsync{T}(EventTopic{T}, EmitCall, T)"/>
    public static async Task EmitByAsync<T>(this EventGroup<T> group, EmitCall call, T payload) where T : class
    {
        switch (call)
        {
            case EmitCall.Emit:
                group.Emit(payload);
                break;
            case EmitCall.InvokeAsync:
                await group.InvokeAsync(payload);
                break;
            case EmitCall.EmitAsync:
                await group.EmitAsync(payload);
                break;
            default:
                Assert.True(group.TryEnqueue(payload));
                break;
        }
    }
}
