namespace Parcels;

/// <summary>The code under test: a handler, and what emits for it.</summary>
public static class Post
{
    [Subscribe(Name = "post")]
    public static async ValueTask CarryAsync(ParcelSent parcel)
    {
        await Task.Yield();
        if (parcel.Number < 0) throw new InvalidOperationException("no such parcel");
    }

    public static async Task SendAsync(int number) => await Events.ParcelSent.EmitAsync(new ParcelSent(number));
}
