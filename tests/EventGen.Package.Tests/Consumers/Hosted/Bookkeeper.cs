using EventGen;

namespace Hosted;

internal sealed class Bookkeeper(Book book)
{
    [Subscribe]
    internal void Enter(Sale sale) => Console.WriteLine($"booked {sale.Number} with {book}");
}
