using System.Collections.Concurrent;

namespace OrderDesk.Terminal;

/// <summary>Tells the first failure of each handler and publisher; a full disk need not be told a million times.</summary>
internal sealed class FailureNotice(Screen screen)
{
    private readonly ConcurrentDictionary<string, bool> _told = new();

    public void Show(object? sender, DeliveryFailure failure)
    {
        if (_told.TryAdd(failure.Handler, true)) screen.Notice($"{failure} (told once, counted each time)");
    }
}
