using EventGen.CompilerServices;

namespace EventGen.AspNetCore.Tests.Management;

/// <summary>So many events, each with one handler: as a generator would write them.</summary>
/// <param name="count">At most 10,000.</param>
internal sealed class ManyEvents(int count) : EventModule("many")
{
    // Payloads are closed generic classes, which share their code: nothing is compiled for each.
    private static readonly Type[] s_names =
        [.. typeof(object).Assembly.GetExportedTypes().Where(static type => type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }).Take(100)];

    private readonly IMany[] _events =
        [.. (from first in s_names from second in s_names select (IMany)Activator.CreateInstance(typeof(Wide<,>).MakeGenericType(first, second))!).Take(count)];

    /// <summary>Emits each event once.</summary>
    public void EmitAll(EventBus bus)
    {
        foreach (var one in _events) one.Emit(bus);
    }

    protected override void Build(EventModuleBuilder module)
    {
        for (int i = 0; i < _events.Length; i++) _events[i].AddTo(module, $"wide.number{i:00000}");
    }

    private interface IMany
    {
        void AddTo(EventModuleBuilder module, string id);

        void Emit(EventBus bus);
    }

    private sealed class Wide<TFirst, TSecond> : IMany
    {
        private static readonly HandlerInfo[] s_handlers = [new HandlerInfo("ManyEvents.Handle", 0, HandlerTraits.None)];

        public void AddTo(EventModuleBuilder module, string id)
        {
            module.AddEvent(new EventDefinition<Wide<TFirst, TSecond>> { Descriptor = new EventDescriptor { Id = id, PayloadType = typeof(Wide<TFirst, TSecond>) } });
            module.AddHandlers(s_handlers, static instances => new Handlers(instances));
        }

        public void Emit(EventBus bus) => bus.Topic<Wide<TFirst, TSecond>>().Emit(this);

        private sealed class Handlers(HandlerInstances instances) : HandlerTable<Wide<TFirst, TSecond>>(instances)
        {
            public override void RunSynchronous(Wide<TFirst, TSecond> payload, EventContext? context)
            {
            }

            public override ValueTask RunAll(Wide<TFirst, TSecond> payload, EventContext? context, DispatchMode mode, CancellationToken cancellationToken) => default;

            public override ValueTask Invoke(int index, Wide<TFirst, TSecond> payload, EventContext? context, CancellationToken cancellationToken) => default;
        }
    }
}
