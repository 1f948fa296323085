using EventGen.AotSmoke.Parcels;
using Microsoft.Extensions.DependencyInjection;

namespace EventGen.AotSmoke.Labels;

/// <summary>A bus of one's own: every call, a subscription, a failure.</summary>
internal static class CreatedRun
{
    public static async Task RunAsync()
    {
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var bus = EventBus.Create(builder => builder
            .AddModule(EventGenAotSmokeEventModule.Instance)
            .AddPublisher(new MemoryPublisher("archive"))
            .AllowDurableEventsWithoutOutbox()
            .Configure(static options => options.Workers = 1)
            .UseServices(services));
        bus.DeliveryFailed += static (_, failure) => Console.WriteLine($"{failure.Handler} failed: {failure.Exception.Message}");
        await bus.StartAsync();

        using (EventBus.Use(bus))
        using (EventMetadata.Push(userId: "u-1"))
        {
            await Events.LabelPrinted.InvokeAsync(number: 12, text: "heavy");
            using (Events.LabelPrinted.Subscribe(static label => Console.WriteLine($"label {label.Number} says {label.Text}")))
                Events.LabelPrinted.Emit(new LabelPrinted(13));
        }

        var drained = await bus.StopAsync();
        Printer.Report();
        Console.WriteLine($"{(drained.IsComplete ? "all" : "not all")} is done, of {string.Join(" and ", bus.Descriptors.Select(static descriptor => descriptor.Id))}");
        foreach (var field in bus.Topic<ParcelShipped>().Descriptor.Fields)
            Console.WriteLine($"field {field.Name}: {field.Type.Name}, {(field.Required ? "required" : "optional")}");
    }
}
