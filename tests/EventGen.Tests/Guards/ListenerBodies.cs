using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EventGen.Tests.Guards;

/// <summary>What <see cref="ListenerTests"/> run in a fresh copy of the runtime.</summary>
public static class ListenerBodies
{
    public static async Task EmitAsync()
    {
        bool isArmed = false;
        using var spans = new ActivityListener { ShouldListenTo = source => isArmed && source.Name == "EventGen" ? throw new InvalidOperationException() : false };
        ActivitySource.AddActivityListener(spans);
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (isArmed && instrument.Meter.Name == "EventGen") throw new InvalidOperationException();
            },
        };
        meters.Start();
        isArmed = true;

        await using var bus = await TestBus.StartAsync();
        int handled = 0;
        bus.Topic<Ping>().Subscribe(_ => handled++);
        bus.Topic<Ping>().Emit(new Ping());
        await bus.Topic<Ping>().EmitAsync(new Ping());
        await bus.DrainAsync();

        Assert.Equal(2, handled);
    }
}
