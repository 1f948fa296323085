namespace Depot.Contracts;

/// <summary>Emits the internal event for those who cannot name it.</summary>
public static class PriceBoard
{
    public static void Change(int cents) => Events.PriceChanged.Emit(cents: cents);
}
